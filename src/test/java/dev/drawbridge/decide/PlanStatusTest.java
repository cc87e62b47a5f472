package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a runner said of its plan, in the status. */
class PlanStatusTest {

  private static final PlanSummary.Rehearsed SHOWN =
      new PlanSummary.Rehearsed(
          31,
          1,
          4,
          new PlanSummary.Longest("V7__x.sql", 3, 20),
          List.of(
              new PlanSummary.Lock(
                  "ACCESS EXCLUSIVE", "orders", "reads and writes", "V7__x.sql", 3, 25)),
          List.of("orders"),
          List.of(new PlanSummary.Left("V8__y.sql", "it runs outside a transaction")));

  private static PlanSummary summary(PlanSummary.@Nullable Rehearsed rehearsed) {
    var script = new PlanSummary.Script("V7__x.sql", "7", -12, true);
    return new PlanSummary("5be0", "6", "7", 1, 0, 0, List.of(script), rehearsed);
  }

  private static RunEvent told(int sequence, PlanSummary.@Nullable Rehearsed rehearsed) {
    return Views.event(sequence, "preflight", RunEvent.State.FOUND, "plan", null)
        .with(summary(rehearsed));
  }

  private static RunEvent closing(Exit exit, Reason reason) {
    return Views.closing(9, new Closing(exit, reason, "It ended.", "6", "6", 0, 0, null, null));
  }

  private static Snapshots ended(Exit exit, Reason reason, RunEvent... told) {
    var started = aStartedRun();
    var events = new ArrayList<>(List.of(told));
    events.add(closing(exit, reason));
    var report = Views.report(events.toArray(RunEvent[]::new));
    return started.pods(Views.ended(Views.pod("pod-1", started.runId()), exit.code(), report));
  }

  private static Plan plan(Verdict verdict) {
    return Objects.requireNonNull(verdict.status().plan());
  }

  @Test
  void planOfARunThatFailedIsKept() {
    var snapshots = ended(Exit.MIGRATION_FAILED, Reason.SCRIPT_FAILED, told(1, null));

    var plan = plan(snapshots.decide());

    assertThat(plan.digest()).isEqualTo("5be0");
    assertThat(plan.run()).isEqualTo(snapshots.runId());
    assertThat(plan.at()).isEqualTo(Views.SAID_AT.plusMillis(1));
    assertThat(plan.from()).isEqualTo("6");
    assertThat(plan.to()).isEqualTo("7");
    assertThat(plan.pending()).isEqualTo(1);
    assertThat(plan.tools()).isNull();
    assertThat(plan.scripts()).containsExactly(new Plan.Script("V7__x.sql", "7", -12, true));
    assertThat(plan.rehearsed()).isNull();
  }

  @Test
  void rehearsalThatWasToldLaterIsThere() {
    var plan = plan(ended(Exit.VERIFIED, Reason.VERIFIED, told(1, null), told(2, SHOWN)).decide());
    var rehearsed = Objects.requireNonNull(plan.rehearsed());

    assertThat(rehearsed.locks())
        .containsExactly(
            new Plan.Lock("ACCESS EXCLUSIVE", "orders", "reads and writes", "V7__x.sql", 3, 25));
    assertThat(rehearsed.longest()).isEqualTo(new Plan.Longest("V7__x.sql", 3, 20));
    assertThat(rehearsed.rewritten()).containsExactly("orders");
    assertThat(rehearsed.notRehearsed())
        .containsExactly(new Plan.Left("V8__y.sql", "it runs outside a transaction"));
  }

  @Test
  void nextRunThatTellsNoneLeavesTheOneBefore() {
    var snapshots = ended(Exit.MIGRATION_FAILED, Reason.SCRIPT_FAILED, told(1, null));
    var first = snapshots.runId();
    snapshots.with(snapshots.decide());
    snapshots.inputs("digest-b");

    assertThat(plan(snapshots.decide()).run()).isEqualTo(first);
  }

  @Test
  void whatWasOnlyPlannedIsNotVerified() {
    var status = ended(Exit.PLANNED, Reason.PLANNED, told(1, null)).decide().status();

    assertThat(status.phase()).isNotEqualTo(Phase.VERIFIED);
    assertThat(status.verified()).isNull();
    assertThat(Views.run(status).outcome()).isNotEqualTo(Run.VERIFIED);
    assertThat(Views.run(status).reason()).isEqualTo(Reason.PLANNED.word());
    assertThat(plan(ended(Exit.PLANNED, Reason.PLANNED, told(1, null)).decide()).digest())
        .isEqualTo("5be0");
  }

  @Test
  void planIsKnownWhenTheContainerThatMadeItHasEnded() {
    var started = aStartedRun();
    started.later(Duration.ofMinutes(1));
    var pod = Views.started(Views.pod("pod-1", started.runId()));
    started.pods(withEarlier(pod, Views.report(told(1, null))));

    assertThat(plan(started.decide()).digest()).isEqualTo("5be0");
  }

  private static PodView withEarlier(PodView pod, String earlier) {
    return new PodView(
        pod.name(),
        pod.run(),
        pod.createdAt(),
        pod.node(),
        pod.trouble(),
        pod.startedAt(),
        pod.end(),
        earlier,
        pod.images(),
        true,
        true,
        pod.disrupted(),
        pod.overDeadline(),
        pod.failedWithoutEnd());
  }
}
