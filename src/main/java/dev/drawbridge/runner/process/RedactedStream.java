package dev.drawbridge.runner.process;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard error for libraries: every line is redacted before it is passed on, whoever wrote it.
 */
public final class RedactedStream extends OutputStream {

  /** A line may be longer, but is not kept longer: its beginning is passed on. */
  private static final int LONGEST_KEPT = 64 * 1024;

  /** What is kept of such a line, since a secret may have begun there. */
  private static final int TAIL = 4096;

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
    var beginsLetter = (octet & 0xC0) != 0x80;
    if (line.size() >= LONGEST_KEPT && beginsLetter) {
      passBeginning();
    }
    line.write(octet);
    if (octet == '\n') {
      pass();
    }
  }

  private void passBeginning() {
    var clean = redaction.apply(line.toString(StandardCharsets.UTF_8));
    var end = Math.max(0, clean.length() - TAIL);
    target.print(clean.substring(0, end));
    line.reset();
    line.writeBytes(clean.substring(end).getBytes(StandardCharsets.UTF_8));
  }

  /** Passes on the last line, which has no end. */
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
