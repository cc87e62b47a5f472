package dev.drawbridge.decide;

import dev.drawbridge.api.status.MigrationStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a snapshot.
 *
 * @param status the complete next status
 * @param actions in their order; done before the status is written
 * @param lookAgain after how long time alone may change the verdict
 */
public record Verdict(MigrationStatus status, List<Action> actions, Optional<Duration> lookAgain) {

  public Verdict {
    actions = List.copyOf(actions);
  }

  static Verdict of(MigrationStatus status, Action... actions) {
    return new Verdict(status, List.of(actions), Optional.empty());
  }

  Verdict lookingAgainAfter(Duration time) {
    return new Verdict(status, actions, Optional.of(time));
  }
}
