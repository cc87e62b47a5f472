package dev.drawbridge.command.check;

import dev.drawbridge.command.terminal.EnumWords;
import dev.drawbridge.runner.review.Review;
import java.io.PrintStream;

/** The form in which findings are written. */
enum Format {
  /** Lines for people. */
  TEXT,
  /** One object for programs. */
  JSON,
  /** Commands that a GitHub workflow shows as annotations. */
  GITHUB,
  /** The static analysis format that code hosts take in. */
  SARIF;

  /** Writes {@code review}, which is of so many {@code scripts}. */
  void write(Review review, int scripts, PrintStream output) {
    switch (this) {
      case TEXT -> TextOutput.write(review, scripts, output);
      case JSON -> JsonOutput.write(review, output);
      case GITHUB -> GithubOutput.write(review, output);
      case SARIF -> SarifOutput.write(review, output);
    }
  }

  /** A format by its name. */
  static final class Words extends EnumWords<Format> {

    Words() {
      super("--format", Format.class);
    }
  }
}
