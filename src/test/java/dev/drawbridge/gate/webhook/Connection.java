package dev.drawbridge.gate.webhook;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** A connection on which anything may be sent, or nothing. */
final class Connection implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket;

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  static Connection plain(int port) throws IOException {
    return new Connection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static Connection secured(Served served) throws IOException {
    return new Connection(
        served
            .authority()
            .trusted()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), served.port()));
  }

  Connection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Connection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The next bytes that arrive. */
  String some() throws IOException {
    var bytes = new byte[64 << 10];
    var count = socket.getInputStream().read(bytes);
    return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
  }

  /** Waits until the other side has closed it; what was sent before is dropped. */
  void awaitEnd() throws IOException {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException stillOpen) {
      throw stillOpen;
    } catch (SocketException | SSLException reset) {
      // Closed as well, only less politely.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
