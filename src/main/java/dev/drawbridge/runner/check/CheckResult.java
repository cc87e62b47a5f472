package dev.drawbridge.runner.check;

import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.database.ServerError;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a check has found.
 *
 * @param message what was found and what was expected, for people
 * @param line where the database points at in the query, from 1; null if it does not
 * @param error null if the database refused nothing
 * @param assertion null if nothing could be compared
 */
record CheckResult(
    boolean passed,
    String message,
    @Nullable Integer line,
    @Nullable ServerError error,
    @Nullable Assertion assertion) {

  /** Nothing could be compared; {@code message} says why. */
  static CheckResult notCompared(String message) {
    return new CheckResult(false, message, null, null, null);
  }

  static CheckResult compared(boolean passed, Assertion assertion) {
    return compared(passed, assertion, assertion.words());
  }

  /** A comparison that is told in other words than those of the assertion. */
  static CheckResult compared(boolean passed, Assertion assertion, String message) {
    return new CheckResult(passed, message, null, null, assertion);
  }

  /** The database refused {@code query}; {@code said} are its words. */
  static CheckResult refused(ServerError error, String said, @Nullable String query) {
    var place = query == null ? OptionalInt.empty() : error.lineIn(query);
    var line = place.isPresent() ? (Integer) place.getAsInt() : null;
    var message = line == null ? said : "line " + line + " of its query: " + said;
    return new CheckResult(false, message, line, error, null);
  }

  /** The same, of a check that was asked so often. */
  CheckResult after(int attempts) {
    if (assertion == null || !message.equals(assertion.words())) {
      return new CheckResult(
          passed, "%s (after %d attempts)".formatted(message, attempts), line, error, assertion);
    }
    return compared(
        passed,
        new Assertion(assertion.found(), assertion.expected(), attempts, assertion.snippet()));
  }

  /** The message with all that is known. */
  String told() {
    return message + state();
  }

  @Nullable String sqlState() {
    return error == null || error.state().isEmpty() ? null : error.state();
  }

  /** The SQL state as the end of a sentence, which is kept whatever is cut; empty without one. */
  String state() {
    return error == null ? "" : error.toldState();
  }
}
