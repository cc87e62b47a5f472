package dev.drawbridge.runner.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error for libraries: every line is redacted before it is passed on, whoever wrote it.
 */
public final class RedactedStream extends OutputStream {

  private final PrintStream target;
  private final Redaction redaction;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private RedactedStream(PrintStream target, Redaction redaction) {
    this.target = target;
    this.redaction = redaction;
  }

  /** A stream that writes to {@code target} what {@code redaction} leaves. */
  public static PrintStream over(PrintStream target, Redaction redaction) {
    return new PrintStream(new RedactedStream(target, redaction), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int octet) {
    line.write(octet);
    if (octet == '\n') {
      pass();
    }
  }

  @Override
  public synchronized void close() {
    pass();
  }

  private void pass() {
    target.print(redaction.apply(line.toString(StandardCharsets.UTF_8)));
    target.flush();
    line.reset();
  }
}
