package dev.drawbridge.command.status;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Approvals;
import dev.drawbridge.decide.AskedApproval;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a Migration waits for, in a few words, and since when it stands as it does. */
final class Waited {

  private Waited() {}

  /** Empty if it waits for nothing. */
  static Optional<String> of(Migration migration) {
    var status = migration.statusOrNone();
    var phase = status.phase();
    if (phase == null) {
      return Optional.of("an operator that looks at it");
    }
    return switch (phase) {
      case PENDING, QUEUED, UNKNOWN -> message(status);
      case AWAITING_APPROVAL -> Optional.of(approval(migration));
      case RUNNING -> Optional.of("its run" + place(status.run()));
      case VERIFIED -> Optional.empty();
      case FAILED -> Optional.of("somebody: " + failure(status));
      case ROLLED_BACK -> Optional.of("a change, or drawbridge.dev/retry" + by(status.takenBack()));
      case SUSPENDED -> Optional.of("the end of spec.suspend");
    };
  }

  /** Empty if the status does not tell. */
  static Optional<Instant> since(MigrationStatus status) {
    var run = Optional.ofNullable(status.run());
    var phase = Objects.requireNonNullElse(status.phase(), Phase.UNKNOWN);
    return (switch (phase) {
          case RUNNING -> run.map(Run::startedAt);
          case FAILED -> run.flatMap(one -> Optional.ofNullable(one.finishedAt()));
          case QUEUED -> Optional.ofNullable(status.queuedSince());
          case AWAITING_APPROVAL -> Optional.ofNullable(status.plan()).map(Plan::at);
          case VERIFIED -> Optional.ofNullable(status.verified()).map(Verified::at);
          case ROLLED_BACK -> Optional.ofNullable(status.takenBack()).map(TakenBack::at);
          case PENDING, SUSPENDED, UNKNOWN -> Optional.<Instant>empty();
        })
        .or(() -> ready(status).map(Condition::lastTransitionTime));
  }

  static Optional<Condition> ready(MigrationStatus status) {
    return Condition.find(status.conditions(), Condition.READY);
  }

  private static Optional<String> message(MigrationStatus status) {
    return ready(status).flatMap(one -> Optional.ofNullable(one.message()));
  }

  private static String approval(Migration migration) {
    var missing =
        Approvals.awaitedBy(migration).stream()
            .flatMap(approvals -> approvals.missing().stream())
            .map(AskedApproval::name)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining(", "));
    return missing.isEmpty() ? "approval" : "approval by " + missing;
  }

  private static String place(@Nullable Run run) {
    return run == null || run.step() == null ? "" : ", at " + run.step();
  }

  private static String failure(MigrationStatus status) {
    var run = status.run();
    var reason = ready(status).map(Condition::reason).orElse("the last run has failed");
    return run == null || run.failure() == null ? reason : reason + where(run.failure());
  }

  private static String where(Failure failure) {
    if (failure.script() == null) {
      return "";
    }
    return ", " + failure.script() + (failure.line() == null ? "" : ", line " + failure.line());
  }

  private static String by(@Nullable TakenBack takenBack) {
    return takenBack == null ? "" : " (Rollback " + takenBack.rollback() + ")";
  }
}
