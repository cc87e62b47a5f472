package dev.drawbridge.runner.script;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import java.util.Optional;

/**
 * How large a script may be. Flyway holds all statements of a script at once, and a runner has to
 * do with little memory.
 */
public final class ScriptSize {

  private static final long MEGABYTE = 1 << 20;

  /** In bytes. */
  public static final long MOST = 2 * MEGABYTE;

  /** How many statements. Of each something is kept until the last one has been executed. */
  public static final int MOST_STATEMENTS = 50_000;

  private ScriptSize() {}

  /** Before it is read: what is too large to be run is too large to be looked at. */
  static void refuse(String file, long bytes) {
    problem(file, bytes)
        .ifPresent(problem -> {
          throw Ending.refused(Reason.NOT_A_SCRIPT, file, null, problem, "").asException();
        });
  }

  /** What is wrong with {@code file} because it has so many {@code bytes}, as sentences. */
  public static Optional<String> problem(String file, long bytes) {
    return bytes <= MOST
        ? Optional.empty()
        : Optional.of(
            "%s has %d MB, but a script may have no more than %d MB. Split it into several scripts, or load its data with another tool."
                .formatted(file, (bytes + MEGABYTE - 1) / MEGABYTE, MOST / MEGABYTE));
  }
}
