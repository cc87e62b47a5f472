package dev.drawbridge.warmup;

import dev.drawbridge.warmup.Recording.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Stands between a client and a real PostgreSQL server, and keeps what the server answers. */
final class RecordedDatabase implements AutoCloseable {

  private static final int READY_FOR_QUERY = 'Z';

  private final List<List<Exchange>> sessions = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private final int server;

  RecordedDatabase(int server) throws IOException {
    this.server = server;
    socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable"
        .formatted(socket.getLocalPort());
  }

  /** The sessions in the order of their connects, as the file holds them. */
  String print() {
    return sessions.stream()
        .map(session -> new Recording(session).print())
        .collect(Collectors.joining("\n"));
  }

  private void accept() {
    try {
      while (true) {
        var client = socket.accept();
        var session = new CopyOnWriteArrayList<Exchange>();
        sessions.add(session);
        Thread.ofPlatform().daemon().start(() -> record(client, session));
      }
    } catch (IOException closed) {
      // The recording is over.
    }
  }

  private void record(Socket client, List<Exchange> session) {
    try (client;
        var postgres = new Socket(InetAddress.getLoopbackAddress(), server)) {
      var questions = new Questions(client.getInputStream(), postgres.getOutputStream());
      var answers = new DataInputStream(postgres.getInputStream());
      for (var asked = questions.next(); asked.isPresent(); asked = questions.next()) {
        var answer = answer(answers);
        session.add(Exchange.of(asked.get(), answer));
        client.getOutputStream().write(answer);
      }
    } catch (IOException ended) {
      System.err.println("a recorded session broke off: " + ended.getMessage());
    }
  }

  /** It ends where the server is ready for the next question. */
  private static byte[] answer(DataInputStream from) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var answer = new DataOutputStream(bytes);
    for (var type = 0; type != READY_FOR_QUERY; ) {
      type = from.readByte();
      var length = from.readInt();
      answer.writeByte(type);
      answer.writeInt(length);
      answer.write(from.readNBytes(length - Integer.BYTES));
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
