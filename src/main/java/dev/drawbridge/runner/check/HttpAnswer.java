package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.runner.process.Clip;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What became of one request of an {@link HttpCheck}. */
sealed interface HttpAnswer {

  boolean fits(Check.Http check);

  /** What was found after so many {@code attempts}, and what was expected. */
  Assertion asAssertion(Check.Http check, int attempts, UnaryOperator<String> redaction);

  private static String expected(Check.Http check) {
    var status = "status " + check.statusOrDefault();
    return check.contains() == null
        ? status
        : status + " and the text \"" + Clip.toCharacters(check.contains(), 80) + "\"";
  }

  /**
   * An answer.
   *
   * @param location where it redirects to; empty if it does not
   * @param body the beginning of it
   */
  record Given(int status, String location, String body) implements HttpAnswer {

    private static final int LONGEST_SNIPPET = 160;

    @Override
    public boolean fits(Check.Http check) {
      return status == check.statusOrDefault()
          && (check.contains() == null || body.contains(check.contains()));
    }

    @Override
    public Assertion asAssertion(Check.Http check, int attempts, UnaryOperator<String> redaction) {
      var found = "status " + status;
      return fits(check)
          ? new Assertion(found, expected(check), attempts, null)
          : new Assertion(
              found + redirect(redaction), expected(check), attempts, snippet(redaction));
    }

    private String redirect(UnaryOperator<String> redaction) {
      return location.isEmpty() || status / 100 != 3
          ? ""
          : " (a redirect to %s, which is not followed: ask that URL)"
              .formatted(Clip.toCharacters(redaction.apply(location), LONGEST_SNIPPET));
    }

    /** In one line, redacted before it is cut. */
    private String snippet(UnaryOperator<String> redaction) {
      var words = redaction.apply(body).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
      return Clip.toCharacters(words, LONGEST_SNIPPET);
    }
  }

  /**
   * No answer.
   *
   * @param why as the end of a sentence
   */
  record NotGiven(String why) implements HttpAnswer {

    static NotGiven within(Duration time) {
      return new NotGiven("no whole answer within %d ms".formatted(time.toMillis()));
    }

    static NotGiven because(@Nullable Throwable failure, Duration time) {
      if (hasCause(failure, UnresolvedAddressException.class)) {
        return new NotGiven("no answer: its host has no address");
      }
      return switch (failure) {
        case HttpTimeoutException slow -> within(time);
        case ConnectException refused -> new NotGiven("no answer: the connection was refused");
        case SSLException untrusted -> new NotGiven("no answer by TLS: " + untrusted.getMessage());
        case null, default -> new NotGiven("no HTTP answer: " + words(failure));
      };
    }

    private static boolean hasCause(@Nullable Throwable failure, Class<?> type) {
      var cause = failure;
      while (cause != null && !type.isInstance(cause)) {
        cause = cause.getCause();
      }
      return cause != null;
    }

    private static String words(@Nullable Throwable failure) {
      return failure == null || failure.getMessage() == null
          ? "the connection ended"
          : failure.getMessage();
    }

    @Override
    public boolean fits(Check.Http check) {
      return false;
    }

    @Override
    public Assertion asAssertion(Check.Http check, int attempts, UnaryOperator<String> redaction) {
      return new Assertion(
          Clip.toCharacters(redaction.apply(why), 200), expected(check), attempts, null);
    }
  }
}
