package dev.drawbridge.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Names and the usual port of a database, as a Service in a cluster gives them: what connects there
 * reaches the database on the port that it really has.
 */
final class DatabaseAddress implements AutoCloseable {

  private static final int USUAL_PORT = 5432;

  private final int port;
  private final ServerSocket server;

  DatabaseAddress(int port) {
    this.port = port;
    this.server = listen();
    Thread.ofVirtual().start(this::serve);
  }

  /** Each process has an address of its own, on which nobody else has taken the port. */
  private static ServerSocket listen() {
    var process = (int) (ProcessHandle.current().pid() % 60_000);
    var address = new byte[] {127, 77, (byte) (process / 250 + 1), (byte) (process % 250 + 1)};
    try {
      return new ServerSocket(USUAL_PORT, 50, InetAddress.getByAddress(address));
    } catch (IOException taken) {
      throw new UncheckedIOException("the port of PostgreSQL cannot be had", taken);
    }
  }

  /** Writes the file by which a Java machine knows these names, and no other ones. */
  Path hosts(Path file, List<String> names) throws IOException {
    var address = server.getInetAddress().getHostAddress();
    var lines = names.stream().map(name -> address + " " + name + "\n");
    return Files.writeString(
        file, lines.collect(Collectors.joining("", "127.0.0.1 localhost\n", "")));
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException closedOrRefused) {
        // Whoever wanted to connect sees that there is nobody.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    var database = new Socket(InetAddress.getLoopbackAddress(), port);
    Thread.ofVirtual().start(() -> copy(client, database));
    Thread.ofVirtual().start(() -> copy(database, client));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Both ends are closed with either of them.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }
}
