package dev.drawbridge.warmup;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Iterator;
import java.util.List;

/**
 * A PostgreSQL server that gives the answers of a recorded run again. So Flyway and the driver are
 * really at work where there is no database.
 */
final class PlayedDatabase implements AutoCloseable {

  private final ServerSocket socket;
  private final String password;

  /** Plays each of {@code sessions} to the next client that connects and knows the password. */
  PlayedDatabase(List<Recording> sessions, String password) throws IOException {
    this.password = password;
    socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(sessions.iterator()));
  }

  String url() {
    return "jdbc:postgresql://localhost:%d/postgres?sslmode=disable"
        .formatted(socket.getLocalPort());
  }

  private void accept(Iterator<Recording> sessions) {
    try {
      while (sessions.hasNext()) {
        var client = socket.accept();
        var session = sessions.next();
        Thread.ofPlatform().daemon().start(() -> play(client, session));
      }
    } catch (IOException closed) {
      // The rehearsal is over.
    }
  }

  private void play(Socket client, Recording session) {
    try (client) {
      var questions = new Questions(client.getInputStream(), OutputStream.nullOutputStream());
      var place = 0;
      for (var asked = questions.next(); asked.isPresent(); asked = questions.next()) {
        if (asked.get().equals(Questions.START)) {
          new PlayedLogin(questions, client.getOutputStream()).play(password);
        }
        var found = session.find(asked.get(), place);
        if (found.isEmpty()) {
          System.err.println("not recorded: " + asked.get());
          return;
        }
        client.getOutputStream().write(session.exchanges().get(found.get()).answer());
        place = Math.max(place, found.get() + 1);
      }
    } catch (IOException gone) {
      System.err.println("the client is gone: " + gone.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
