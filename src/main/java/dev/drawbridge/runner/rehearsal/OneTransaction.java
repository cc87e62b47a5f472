package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.runner.statement.FailedStatement;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why one transaction for all scripts cannot show what the run does, which has one for each: what
 * fails for such a reason, after another script, is not blamed.
 */
final class OneTransaction {

  private static final Pattern TEMPORARY_TABLE =
      Pattern.compile("(?i)create\\s+((global|local)\\s+)?temp(orary)?\\s");

  private OneTransaction() {}

  /** The reason; empty if the failure is the script's own. */
  static Optional<String> limit(FailedStatement failed) {
    return switch (failed.error().state()) {
      case "55P04" ->
          Optional.of(
              "it uses a new value of an enum, which can be used only when it is committed");
      case "53200" ->
          Optional.of("all scripts together need more locks than the server has room for");
      case "55006" -> Optional.of("checks that a commit would have made are still to come");
      case "42P07" ->
          Optional.of("it makes a temporary table again that a commit would have dropped")
              .filter(_ -> TEMPORARY_TABLE.matcher(failed.statement()).lookingAt());
      default -> Optional.empty();
    };
  }
}
