package dev.drawbridge.command.terminal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** A terminal that keeps what is written to it. */
public final class PlayedTerminal {

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Terminal terminal;

  public PlayedTerminal() {
    this("", Map.of());
  }

  public PlayedTerminal(String input, Map<String, String> environment) {
    this(input, environment, Clock.systemUTC(), false);
  }

  /** {@code isWatched} says whether a person looks at it, and may be asked. */
  public PlayedTerminal(
      String input, Map<String, String> environment, Clock clock, boolean isWatched) {
    this.terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            environment,
            clock,
            isWatched);
  }

  public Terminal asTerminal() {
    return terminal;
  }

  public String output() {
    return output.toString(StandardCharsets.UTF_8);
  }

  public String errors() {
    return errors.toString(StandardCharsets.UTF_8);
  }
}
