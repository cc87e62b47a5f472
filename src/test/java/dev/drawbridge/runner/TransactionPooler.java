package dev.drawbridge.runner;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pooler in transaction mode: a client has a session of the server for as long as a transaction
 * lasts, and the one that was given back last goes to the next client. Passwords are not asked for.
 */
final class TransactionPooler implements AutoCloseable {

  private static final int READY_FOR_QUERY = 'Z';
  private static final int BACKEND_KEY = 'K';

  private final ServerSocket socket;
  private final int server;
  private final ConcurrentLinkedDeque<Socket> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger clients = new AtomicInteger(1_000_000);

  TransactionPooler(int server) throws IOException {
    this.server = server;
    socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var client = socket.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    Socket lent = null;
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      var startup = rest(in);
      lent = connect(startup, out);
      idle.push(lent);
      lent = null;
      while (true) {
        var question = question(in);
        lent = lent == null ? take(startup) : lent;
        lent.getOutputStream().write(question);
        if (passAnswer(lent, out) == 'I') {
          idle.push(lent);
          lent = null;
        }
      }
    } catch (IOException gone) {
      // A client left.
    } finally {
      closeQuietly(lent);
    }
  }

  private Socket take(byte[] startup) throws IOException {
    var free = idle.poll();
    return free == null
        ? connect(startup, new DataOutputStream(java.io.OutputStream.nullOutputStream()))
        : free;
  }

  /** A new session of the server; what it says at first goes to {@code out}. */
  private Socket connect(byte[] startup, DataOutputStream out) throws IOException {
    var session = new Socket(InetAddress.getLoopbackAddress(), server);
    var greeting = new DataOutputStream(session.getOutputStream());
    greeting.writeInt(startup.length + Integer.BYTES);
    greeting.write(startup);
    passAnswer(session, out);
    return session;
  }

  /** Passes messages on until the server is ready, and returns the state of its transaction. */
  private int passAnswer(Socket session, DataOutputStream out) throws IOException {
    var in = new DataInputStream(session.getInputStream());
    while (true) {
      var type = in.readByte();
      var rest = rest(in);
      if (type == BACKEND_KEY) {
        // The client is not told who really works for it.
        var number = clients.incrementAndGet();
        for (var at = 0; at < Integer.BYTES; at++) {
          rest[at] = (byte) (number >>> (8 * (3 - at)));
        }
      }
      out.writeByte(type);
      out.writeInt(rest.length + Integer.BYTES);
      out.write(rest);
      out.flush();
      if (type == READY_FOR_QUERY) {
        return rest[0];
      }
    }
  }

  /** All messages until the client waits for the answer. */
  private static byte[] question(DataInputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var message = new DataOutputStream(bytes);
    for (var type = 0; type != 'S' && type != 'Q'; ) {
      type = in.readByte();
      var rest = rest(in);
      if (type == 'X') {
        throw new IOException("goodbye");
      }
      message.writeByte(type);
      message.writeInt(rest.length + Integer.BYTES);
      message.write(rest);
    }
    return bytes.toByteArray();
  }

  private static byte[] rest(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - Integer.BYTES);
  }

  private static void closeQuietly(@Nullable Socket session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (IOException gone) {
      // It is closed, then.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    idle.forEach(TransactionPooler::closeQuietly);
  }
}
