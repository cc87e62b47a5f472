package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.StopSignal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Asks a URL until the answer is as expected, or the check's time is over. Whatever answers, an
 * attempt ends in its time and keeps at most {@link FirstBytes#MOST} bytes.
 */
final class HttpCheck {

  static final Duration ONE_ATTEMPT = Duration.ofSeconds(5);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Duration attempt;
  private final StopSignal stop;
  private final UnaryOperator<String> redaction;

  /**
   * A check that gives up an answer that takes longer than {@code attempt}.
   *
   * @param redaction takes secrets out of what is told
   */
  HttpCheck(Duration attempt, StopSignal stop, UnaryOperator<String> redaction) {
    this.attempt = attempt;
    this.stop = stop;
    this.redaction = redaction;
  }

  CheckResult run(Check.Http check) {
    return run(check, check.withinOrDefault());
  }

  /** The same, asked again for as long as {@code within} says. */
  CheckResult run(Check.Http check, Duration within) {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(check.url())).timeout(attempt).build();
    } catch (IllegalArgumentException malformed) {
      return CheckResult.notCompared(
          check.url() + " is not a URL of a host: correct the check. Nothing was asked");
    }
    // Closing it would wait for an answer that never ends.
    var client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(attempt)
            .build();
    try {
      return ask(client, request, check, within);
    } finally {
      client.shutdownNow();
    }
  }

  private CheckResult ask(
      HttpClient client, HttpRequest request, Check.Http check, Duration within) {
    var until = System.nanoTime() + within.toNanos();
    var pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    var attempts = 1;
    var answer = ask(client, request);
    while (!answer.fits(check) && System.nanoTime() < until) {
      stop.pause(pause.next());
      answer = ask(client, request);
      attempts++;
    }
    return CheckResult.compared(answer.fits(check), answer.asAssertion(check, attempts, redaction));
  }

  private HttpAnswer ask(HttpClient client, HttpRequest request) {
    stop.check();
    var answer = client.sendAsync(request, head -> new FirstBytes());
    try {
      HttpResponse<String> response = answer.get(attempt.toMillis(), TimeUnit.MILLISECONDS);
      return new HttpAnswer.Given(
          response.statusCode(),
          response.headers().firstValue("location").orElse(""),
          response.body());
    } catch (TimeoutException slow) {
      answer.cancel(true);
      return HttpAnswer.NotGiven.within(attempt);
    } catch (ExecutionException failed) {
      return HttpAnswer.NotGiven.because(failed.getCause(), attempt);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw stop.interrupted();
    }
  }
}
