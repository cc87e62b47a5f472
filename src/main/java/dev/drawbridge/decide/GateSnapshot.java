package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that one decision about a Deployment that depends on a Migration may depend on, read at one
 * moment.
 *
 * @param explanation why it waits, as it stands on the Deployment
 * @param start when its hold began; of no meaning while it is not held
 * @param ruling whether what it asks for may go, by this Migration
 */
public record GateSnapshot(
    DeploymentView deployment,
    Optional<String> explanation,
    HoldStart start,
    Optional<Migration> migration,
    Ruling ruling,
    Instant now) {

  /** Judged once, for all who decide by it. */
  public GateSnapshot(
      DeploymentView deployment,
      Optional<String> explanation,
      HoldStart start,
      Optional<Migration> migration,
      Instant now) {
    this(
        deployment,
        explanation,
        start,
        migration,
        ReleaseRule.judge(deployment.need(), deployment.namespace(), migration),
        now);
  }

  /** Until when neither the hold nor the run that it waits for is worth a write of its own. */
  Instant quietUntil() {
    var run = migration.flatMap(Migration::runUnderWay).map(Run::startedAt);
    var latest =
        Stream.concat(Stream.of(start.at()), run.stream()).max(Instant::compareTo).orElseThrow();
    return latest.plus(RunProgress.QUIET);
  }

  /** The id of the last run of the Migration, if it has failed. */
  Optional<String> failedRun() {
    return migration
        .flatMap(found -> Optional.ofNullable(found.statusOrNone().run()))
        .filter(run -> !run.underWay() && !run.succeeded())
        .map(Run::id);
  }

  /** Whether it was let go, by proof, for what a Rollback takes back or has taken back. */
  boolean isTakenBack() {
    return deployment.glass().isEmpty() && ReleaseRule.isTakenBack(ruling, migration);
  }

  /** Whether the Rollback that takes it back is under way, and wants its old pods back. */
  boolean isGoingBack() {
    return isTakenBack()
        && migration
            .flatMap(found -> Optional.ofNullable(found.statusOrNone().takenBack()))
            .filter(mark -> mark.isUnderWay() && mark.reverts())
            .isPresent();
  }

  boolean isQuiet() {
    return now.isBefore(quietUntil());
  }
}
