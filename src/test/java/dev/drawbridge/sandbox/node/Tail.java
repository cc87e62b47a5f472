package dev.drawbridge.sandbox.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** The end of what a process has written, kept in memory. */
public final class Tail {

  private static final int LIMIT = 256 * 1024;

  private final StringBuilder text = new StringBuilder();
  private final Thread reader;

  private Tail(InputStream stream) {
    reader = Thread.ofVirtual().name("tail").start(() -> follow(stream));
  }

  /** Follows what {@code process} writes to its standard output until it ends. */
  public static Tail of(Process process) {
    return new Tail(process.getInputStream());
  }

  private void follow(InputStream stream) {
    var buffer = new byte[8192];
    try (stream) {
      for (var read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        append(new String(Arrays.copyOf(buffer, read), StandardCharsets.UTF_8));
      }
    } catch (IOException closed) {
      append("\n(the rest could not be read: " + closed.getMessage() + ")\n");
    }
  }

  private synchronized void append(String more) {
    text.append(more);
    if (text.length() > LIMIT) {
      text.delete(0, text.length() - LIMIT);
    }
  }

  /** Waits until everything has arrived; the process has ended. */
  public void awaitEnd() {
    try {
      reader.join(Duration.ofSeconds(2));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  public synchronized String text() {
    return text.toString();
  }

  /** The last {@code lines} lines. */
  public String lastLines(int lines) {
    var all = text().lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
