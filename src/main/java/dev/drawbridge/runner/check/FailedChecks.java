package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The checks of a phase that have failed, put into words: the first in detail, the others by name,
 * how things stand, and what to do.
 */
final class FailedChecks {

  private static final int LONGEST_NAMES = 160;

  private final List<Failed> failed = new ArrayList<>();

  private record Failed(Check check, CheckResult result) {}

  void add(Check check, CheckResult result) {
    failed.add(new Failed(check, result));
  }

  boolean isEmpty() {
    return failed.isEmpty();
  }

  /** The end that they mean, out of {@code count} checks. */
  Ending ending(Exit exit, Reason reason, int count, Standing standing) {
    var first = failed.getFirst();
    var check = first.check();
    var before = "Check " + check.name() + ": ";
    var hint = hint(first.result());
    var after = "%s.%s".formatted(first.result().state(), names(count));
    var query = check.sql() == null ? null : check.sql().query();
    return new Ending(
        exit,
        reason,
        Sentences.quoting(before, first.result().message(), after, standing, hint),
        new Closing.Failure(
            check.name(), first.result().line(), first.result().sqlState(), query, hint));
  }

  private String names(int count) {
    if (failed.size() == 1) {
      return "";
    }
    var names = failed.stream().map(one -> one.check().name()).collect(Collectors.joining(", "));
    return " %d of %d checks failed: %s."
        .formatted(failed.size(), count, Clip.toBytes(names, LONGEST_NAMES));
  }

  private static String hint(CheckResult result) {
    var error = result.error();
    return error != null && error.trouble() == Trouble.READ_ONLY
        ? "If its query is meant to write, set readOnly: false beside it in the spec; else correct it%s."
            .formatted(Place.here().onCorrection())
        : "If the check is wrong, correct it in the spec%s. If the check is right, put right what it looks at, then %s."
            .formatted(Place.here().onCorrection(), Place.here().retry());
  }
}
