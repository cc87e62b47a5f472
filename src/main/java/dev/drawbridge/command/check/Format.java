package dev.drawbridge.command.check;

import dev.drawbridge.runner.review.Review;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

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
  static final class Words implements ITypeConverter<Format> {

    @Override
    public Format convert(String word) {
      for (var format : values()) {
        if (format.name().toLowerCase(Locale.ROOT).equals(word)) {
          return format;
        }
      }
      throw new TypeConversionException("there is no format " + word);
    }
  }
}
