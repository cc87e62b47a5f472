package dev.drawbridge.command.local;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunLog;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Shows a run to whoever has started it, one line of its report after the other. */
interface Display {

  /** The run begins. */
  void begin(String title);

  /** A line of the report. */
  void line(String line);

  /** The process has ended with {@code code}. */
  void end(int code);

  /** Whether a person looks at it, who does not want to know what libraries think. */
  boolean isForPeople();

  /** What a program reads: the lines as a pod has them in its log, and nothing else. */
  record Lines(PrintStream output) implements Display {

    @Override
    public void begin(String title) {
      // The lines tell all.
    }

    @Override
    public void line(String line) {
      output.println(line);
    }

    @Override
    public void end(int code) {
      // A program sees the exit code.
    }

    @Override
    public boolean isForPeople() {
      return false;
    }
  }

  /** What people read: a line for each thing, and at the end what to do. */
  record Progress(PrintStream output, Instant begin) implements Display {

    @Override
    public void begin(String title) {
      output.println("  " + title);
    }

    @Override
    public void line(String line) {
      for (var event : RunLog.read(line).events()) {
        var since = Duration.between(begin, event.at());
        var closing = event.closing();
        if (closing != null) {
          ClosingText.of(closing, since).forEach(output::println);
        } else if (event.subject() != null) {
          var word = event.state().word().toLowerCase(Locale.ROOT);
          output.println(
              EventText.of(
                  since,
                  event.phase(),
                  event.subject(),
                  event.message() == null ? word : event.message(),
                  event.millis()));
        }
      }
    }

    @Override
    public void end(int code) {
      if (code != Exit.VERIFIED.code()) {
        var word = Exit.ofCode(code).map(exit -> " (" + exit.word() + ")").orElse("");
        output.println();
        output.println("exit code " + code + word);
      }
    }

    @Override
    public boolean isForPeople() {
      return true;
    }
  }

  /** This display as a stream for lines of the report. */
  default PrintStream asStream() {
    return new PrintStream(new LineStream(this), true, StandardCharsets.UTF_8);
  }

  /** Collects bytes to lines. */
  final class LineStream extends OutputStream {

    private final Display display;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineStream(Display display) {
      this.display = display;
    }

    @Override
    public synchronized void write(int octet) {
      if (octet == '\n') {
        display.line(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(octet);
      }
    }
  }
}
