package dev.drawbridge.command.check;

import dev.drawbridge.runner.review.Finding;
import dev.drawbridge.runner.review.Review;
import java.io.PrintStream;

/** Findings as commands of a GitHub workflow, which shows them beside the lines. */
final class GithubOutput {

  private GithubOutput() {}

  static void write(Review review, PrintStream output) {
    review.findings().forEach(finding -> output.println(annotation(finding)));
    review
        .allowed()
        .forEach(allowed -> {
          var finding = allowed.finding();
          output.println(command("notice", finding, "Allowed by the script: " + allowed.why()));
        });
    if (review.leftOut() > 0) {
      output.println("::warning::%d more findings are not listed".formatted(review.leftOut()));
    }
  }

  private static String annotation(Finding finding) {
    return command(finding.severity().word(), finding, finding.message());
  }

  private static String command(String level, Finding finding, String message) {
    return "::%s file=%s,line=%d,title=%s::%s"
        .formatted(
            level, property(finding.file()), finding.line(), finding.rule().id(), text(message));
  }

  private static String text(String message) {
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String value) {
    return text(value).replace(":", "%3A").replace(",", "%2C");
  }
}
