package dev.drawbridge.decide;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.api.Check;
import dev.drawbridge.api.Monitor;
import dev.drawbridge.api.OnFailure;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RollbackTemplate;
import dev.drawbridge.api.Smoke;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.MonitorResult;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What comes after the run of a Migration named orders, as the tests of its rules play it. */
final class FollowUpScene {

  static final Smoke SMOKE = new Smoke(List.of(health("health")), "5m");
  static final Monitor MONITOR = new Monitor("15m", "48h", List.of(health("stuck work")), 3);

  private FollowUpScene() {}

  static Check health(String name) {
    return new Check(
        name, null, null, new Check.Http("http://orders/health", null, null, null), null);
  }

  static UnaryOperator<SpecDraft> smoke() {
    return draft -> draft.smoke(SMOKE);
  }

  static UnaryOperator<SpecDraft> monitor() {
    return draft -> draft.monitor(MONITOR);
  }

  static UnaryOperator<SpecDraft> undone(UnaryOperator<SpecDraft> before) {
    var template =
        new RollbackTemplate(
            null, new RollbackSpec.Undo("6"), null, null, null, null, null, List.of());
    return draft -> before.apply(draft).onFailure(OnFailure.ROLLBACK).rollback(template);
  }

  /** The Job of what {@code verdict} starts is there, and all that it says is written. */
  static Snapshots begun(Snapshots snapshots, Verdict verdict) {
    return snapshots.with(verdict).followUps(List.of(Views.job(verdict)));
  }

  /** The runner of the one under way has ended so, and this is written. */
  static Snapshots ended(Snapshots snapshots, Exit exit, Reason reason) {
    return snapshots.with(seenToEnd(snapshots, exit, reason).decide());
  }

  static Snapshots seenToEnd(Snapshots snapshots, Exit exit, Reason reason) {
    var run = snapshots.look().status().followUpUnderWay().orElseThrow();
    var job = snapshots.look().followUps().jobs().getFirst();
    var closing = new Closing(exit, reason, "It ended.", null, null, 0, 1, null, null);
    var pod = Views.pod("look-1", run.id(), run.startedAt());
    var report = Views.report(Views.closing(1, closing));
    return snapshots.followUps(List.of(job), Views.ended(pod, exit.code(), report));
  }

  static SmokeResult smoke(MigrationStatus status) {
    return requireNonNull(status.smoke());
  }

  static MonitorResult monitor(MigrationStatus status) {
    return requireNonNull(status.monitor());
  }

  static Run look(MigrationStatus status) {
    return requireNonNull(monitor(status).run());
  }

  static Condition healthy(MigrationStatus status) {
    return status.conditions().stream()
        .filter(one -> one.type().equals(Condition.HEALTHY))
        .findFirst()
        .orElseThrow();
  }

  static @Nullable String health(MigrationStatus status) {
    return healthy(status).status() + " " + healthy(status).reason();
  }
}
