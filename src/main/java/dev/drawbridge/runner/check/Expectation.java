package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check.Expect;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.process.Clip;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compares what a query has found with what was expected. */
final class Expectation {

  private static final int LONGEST = 200;

  private Expectation() {}

  /** Compares the first column of the first row; {@code found} is null for SQL's NULL. */
  static CheckResult ofValue(
      Expect expect, @Nullable String found, UnaryOperator<String> redaction) {
    if (expect.equalTo() != null) {
      var wanted = text(expect.equalTo());
      return result(
          found != null && isEqual(found, wanted),
          show(found, redaction),
          Clip.toCharacters(redaction.apply(wanted), LONGEST));
    }
    if (expect.atLeast() != null) {
      return bound(found, text(expect.atLeast()), "at least ", 1, redaction);
    }
    return bound(found, text(Objects.requireNonNull(expect.atMost())), "at most ", -1, redaction);
  }

  /** Compares the number of rows. */
  static CheckResult ofRows(int expected, long found) {
    return result(found == expected, rows(found), rows(expected));
  }

  private static CheckResult bound(
      @Nullable String found,
      String wanted,
      String words,
      int sign,
      UnaryOperator<String> redaction) {
    var number = number(found);
    var limit = number(wanted);
    if (limit.isEmpty()) {
      return CheckResult.notCompared(
          "expected " + words + wanted + ", which is not a number: correct the check");
    }
    var passed = number.isPresent() && number.get().compareTo(limit.get()) * sign >= 0;
    var hint = number.isEmpty() && found != null ? " (not a number)" : "";
    return result(passed, show(found, redaction) + hint, words + wanted);
  }

  private static CheckResult result(boolean passed, String found, String expected) {
    return CheckResult.compared(passed, new Assertion(found, expected));
  }

  private static boolean isEqual(String found, String wanted) {
    var left = number(found);
    var right = number(wanted);
    return found.equals(wanted)
        || (left.isPresent() && right.isPresent() && left.get().compareTo(right.get()) == 0);
  }

  private static Optional<BigDecimal> number(@Nullable String text) {
    try {
      return text == null || text.length() > 1000
          ? Optional.empty()
          : Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  private static String text(IntOrString value) {
    return String.valueOf(value.getValue());
  }

  /** Redacted before it is cut: half a secret is not found any more. */
  private static String show(@Nullable String found, UnaryOperator<String> redaction) {
    return found == null ? "NULL" : Clip.toCharacters(redaction.apply(found), LONGEST);
  }

  private static String rows(long count) {
    return count == 1 ? "1 row" : count + " rows";
  }
}
