package dev.drawbridge.command.check;

import dev.drawbridge.report.Count;
import dev.drawbridge.runner.review.Review;
import java.io.PrintStream;

/** Findings for people: one a line, in the form that editors make links of. */
final class TextOutput {

  private TextOutput() {}

  static void write(Review review, int scripts, PrintStream output) {
    for (var finding : review.findings()) {
      output.printf(
          "%s:%d: %s: %s (%s)%n",
          finding.file(),
          finding.line(),
          finding.severity().word(),
          finding.message(),
          finding.rule().id());
    }
    if (review.leftOut() > 0) {
      output.printf("… and %d more%n", review.leftOut());
    }
    for (var allowed : review.allowed()) {
      var finding = allowed.finding();
      output.printf(
          "%s:%d: allowed: %s: %s%n",
          finding.file(), finding.line(), finding.rule().id(), allowed.why());
    }
    output.printf(
        "%s: %s, %s%n",
        Count.of(scripts, "script"),
        Count.of(review.errorCount(), "error"),
        Count.of(review.warningCount(), "warning"));
  }
}
