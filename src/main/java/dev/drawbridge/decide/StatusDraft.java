package dev.drawbridge.decide;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Quiesced;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.api.status.Waiting;
import dev.drawbridge.report.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The next status while it is being written: what is not said anew stays as it was. */
final class StatusDraft {

  private static final int MOST_HISTORY = 5;
  private static final int MOST_GATES = 50;

  private static final Comparator<Gate> WORST_FIRST =
      Comparator.comparing(Gate::isLeaking)
          .thenComparing(Gate::isHeld)
          .reversed()
          .thenComparing(Gate::deployment)
          .thenComparing(Gate::kind);

  private final Snapshot snapshot;
  private @Nullable Phase phase;
  private List<Condition> conditions;
  private @Nullable Verified verified;
  private @Nullable TakenBack takenBack;
  private @Nullable Run run;
  private @Nullable Plan plan;
  private @Nullable Instant queuedSince;
  private List<Waiting> waiting;
  private List<Quiesced> quiesced;
  private List<PastRun> history;

  private StatusDraft(Snapshot snapshot) {
    var before = snapshot.status();
    this.snapshot = snapshot;
    phase = before.phase();
    conditions = before.conditions();
    verified = ofThisDatabase(before.verified());
    takenBack = before.takenBack();
    run = before.run();
    plan = before.plan();
    waiting = DependencyRules.marks(snapshot);
    quiesced = before.quiesced();
    history = before.history();
  }

  static StatusDraft of(Snapshot snapshot) {
    return new StatusDraft(snapshot);
  }

  /**
   * What was verified belongs to one database: it does not count once the spec names another
   * Secret, or another file. What a spec names that is not understood is not known.
   */
  private @Nullable Verified ofThisDatabase(@Nullable Verified before) {
    var secret = snapshot.spec().database().access();
    var another = before != null && before.secret() != null && !before.secret().equals(secret);
    return another && snapshot.spec().unsupported() == null ? null : before;
  }

  StatusDraft stands(Phase phase, Conditions.Outlook outlook, Reason reason, String message) {
    this.phase = phase;
    conditions =
        Conditions.of(
            outlook,
            reason,
            message,
            verified != null,
            snapshot.status().conditions(),
            snapshot.migration().getMetadata().getGeneration(),
            snapshot.now());
    return this;
  }

  StatusDraft queuedSince(Instant since) {
    queuedSince = since;
    return this;
  }

  StatusDraft verified(Verified now) {
    verified = ofThisDatabase(now);
    return this;
  }

  /** What was taken back before counts no more: it has been verified again. */
  StatusDraft verifiedByRun(Verified now) {
    takenBack = null;
    return verified(now);
  }

  /** The gate is closed for what {@code rollback} takes back. */
  StatusDraft takenBackBy(Rollback rollback) {
    var known = soFar();
    takenBack = TakingBack.mark(rollback, known, snapshot.inputs(), snapshot.now());
    verified = Lowered.by(rollback.getSpec(), known);
    return this;
  }

  /** The Rollback that has closed the gate has ended so. */
  StatusDraft takenBack(TakenBack mark) {
    takenBack = mark;
    return this;
  }

  /** As it is drafted, but for what depends on it. */
  MigrationStatus soFar() {
    return status(List.of(), null);
  }

  /** {@code next} as the current run. Another one before it goes into the history. */
  StatusDraft run(Run next) {
    var before = run;
    if (before != null && !before.id().equals(next.id())) {
      history =
          Stream.concat(Stream.of(PastRun.of(before)), history.stream())
              .limit(MOST_HISTORY)
              .toList();
    }
    waiting = List.of();
    run = next;
    return this;
  }

  /** What stands still, or is about to. */
  StatusDraft quiesced(List<Quiesced> now) {
    quiesced = now;
    return this;
  }

  /** {@code told} as the plan; empty if nothing new is told. */
  StatusDraft plan(Optional<Plan> told) {
    told.ifPresent(known -> plan = known);
    return this;
  }

  @Nullable Verified verified() {
    return verified;
  }

  MigrationStatus write() {
    var withoutGates = soFar();
    var gates =
        snapshot.deployments().stream()
            .map(deployment -> gate(deployment, withoutGates))
            .sorted(WORST_FIRST)
            .toList();
    var held = (int) gates.stream().filter(Gate::isHeld).count();
    return status(gates.stream().limit(MOST_GATES).toList(), gates.isEmpty() ? null : held);
  }

  private MigrationStatus status(List<Gate> gates, @Nullable Integer held) {
    return new MigrationStatus(
        snapshot.migration().getMetadata().getGeneration(),
        phase,
        conditions,
        verified,
        takenBack,
        run,
        plan,
        queuedSince,
        waiting,
        quiesced,
        history,
        gates,
        held,
        snapshot.status().smoke(),
        snapshot.status().monitor(),
        snapshot.status().ownRollback());
  }

  private Gate gate(DeploymentView deployment, MigrationStatus next) {
    var state = state(deployment);
    var before =
        snapshot.status().gates().stream()
            .filter(old -> old.deployment().equals(deployment.name()))
            .filter(old -> old.kind().equals(deployment.kind()))
            .findFirst();
    var since =
        before.filter(old -> old.state().equals(state)).map(Gate::since).orElse(snapshot.now());
    var leak = snapshot.leaks().of(deployment, before.map(Gate::leak));
    var message = Standing.inStatus(deployment.need(), snapshot.migration(), next);
    var opened = deployment.glass().map(words -> "; " + words).orElse("");
    return new Gate(
        deployment.kind(), deployment.name(), state, message + opened, since, leak.orElse(null));
  }

  private static String state(DeploymentView deployment) {
    if (deployment.isHeld()) {
      return Gate.HELD;
    }
    return deployment.glass().isPresent() ? Gate.GLASS_BROKEN : Gate.RELEASED;
  }
}
