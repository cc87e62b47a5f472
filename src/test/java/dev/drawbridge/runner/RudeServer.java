package dev.drawbridge.runner;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says something to everybody who asks, and then the same again without end. */
final class RudeServer implements AutoCloseable {

  private final ServerSocket socket;
  private final byte[] first;
  private final byte[] again;
  private final long millisBetween;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  private RudeServer(String first, String again, long millisBetween) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.first = first.getBytes(US_ASCII);
    this.again = again.getBytes(US_ASCII);
    this.millisBetween = millisBetween;
    Thread.ofVirtual().start(this::acceptAll);
  }

  /** It goes on with {@code again} as fast as it is listened to; hangs up if that is empty. */
  static RudeServer saying(String first, String again) throws IOException {
    return new RudeServer(first, again, 0);
  }

  /** It goes on with {@code again} ten times a second. */
  static RudeServer dripping(String first, String again) throws IOException {
    return new RudeServer(first, again, 100);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/health";
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  private void acceptAll() {
    try {
      while (over.getCount() > 0) {
        var client = socket.accept();
        Thread.ofVirtual().start(() -> answer(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(Socket client) {
    try (client) {
      client.getInputStream().read();
      asked.incrementAndGet();
      talk(client.getOutputStream());
    } catch (IOException hungUp) {
      // Whoever asks has heard enough.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void talk(OutputStream out) throws IOException, InterruptedException {
    out.write(first);
    out.flush();
    var goesOn = again.length > 0;
    while (goesOn) {
      out.write(again);
      goesOn = !over.await(millisBetween, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    socket.close();
  }
}
