package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatedFailuresTest {

  private final RepeatedFailures filter = new RepeatedFailures();
  private final LoggerContext context = new LoggerContext();

  @Test
  void sameFailureIsToldOnceInTenMinutes() {
    assertThat(told(new IllegalStateException("refused"), 0)).isTrue();
    assertThat(told(new IllegalStateException("refused"), 9)).isFalse();
    assertThat(told(new IllegalStateException("refused"), 10)).isTrue();
  }

  @Test
  void anotherFailureIsTold() {
    assertThat(told(new IllegalStateException("refused"), 0)).isTrue();
    assertThat(told(new RuntimeException(new IllegalStateException("not found")), 0)).isTrue();
  }

  @Test
  void whatIsBehindIsTheFailure() {
    assertThat(told(new RuntimeException("one", new IllegalStateException("refused")), 0)).isTrue();
    assertThat(told(new RuntimeException("two", new IllegalStateException("refused")), 0))
        .isFalse();
  }

  @Test
  void whatIsNoFailureIsAlwaysTold() {
    assertThat(told(null, 0)).isTrue();
    assertThat(told(null, 0)).isTrue();
  }

  @Test
  void missingRightIsNotToldByEachInformer() {
    var refused = new RuntimeException("jobs.batch is forbidden: User \"one\" cannot list");

    assertThat(told("a.b.Reflector", refused, 0)).isFalse();
    assertThat(told("a.b.Reflector", new RuntimeException("gone"), 0)).isTrue();
    assertThat(told(refused, 0)).isTrue();
  }

  private boolean told(@Nullable Throwable failure, int minute) {
    return told("one", failure, minute);
  }

  private boolean told(String logger, @Nullable Throwable failure, int minute) {
    var event =
        new LoggingEvent("", context.getLogger(logger), Level.WARN, "failed", failure, null);
    event.setTimeStamp(Duration.ofMinutes(minute).toMillis());
    return filter.decide(event) == FilterReply.NEUTRAL;
  }
}
