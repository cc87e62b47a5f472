package dev.drawbridge.decide;

import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunnerInput;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What to do about a Migration. A run that exists is followed to its end; then what it left is let
 * go; only then the guards are asked, in their order, whether there is a next one.
 */
public final class MigrationRules {

  /** Each says why no run is started now; the first that speaks decides. */
  private static final List<Function<Snapshot, Optional<Verdict>>> GUARDS =
      List.of(
          TakenBackRules::rollingBack,
          MigrationRules::beingDeleted,
          MigrationRules::specNotUnderstood,
          MigrationRules::specTooLarge,
          DependencyRules::inACircle,
          MigrationRules::inputsMissing,
          TakenBackRules::rolledBack,
          MigrationRules::nothingNew,
          MigrationRules::suspended,
          DependencyRules::waiting,
          MigrationRules::awaitingApproval,
          MigrationRules::notItsTurn,
          QuiesceRules::stopping);

  private MigrationRules() {}

  public static Verdict decide(Snapshot snapshot) {
    var run = RunRules.follow(snapshot).orElseGet(() -> lettingGo(snapshot, next(snapshot)));
    return OwnRollbackRules.beside(snapshot, FollowUpRules.beside(snapshot, run));
  }

  /**
   * What the API server's refusal of a Job means. It may be a quota, so it is tried again after a
   * while.
   */
  public static Verdict refused(Snapshot snapshot, String message) {
    return NotBegun.refused(snapshot, decide(snapshot), message);
  }

  /** What it means that another run took the place first, between the look and the act. */
  public static Verdict overtaken(Snapshot snapshot, String by) {
    return NotBegun.overtaken(snapshot, decide(snapshot), by);
  }

  /** Why there is no next run, or its start. */
  private static Verdict next(Snapshot snapshot) {
    return GUARDS.stream()
        .flatMap(guard -> guard.apply(snapshot).stream())
        .findFirst()
        .orElseGet(() -> start(snapshot));
  }

  /**
   * The outcome is recorded, so the Job is let go, and then the Migration, unless it is to be kept
   * for the next run anyway.
   */
  static Verdict lettingGo(Snapshot snapshot, Verdict decided) {
    var next = QuiesceRules.bringingBack(snapshot, decided);
    var jobs =
        snapshot.jobs().stream()
            .filter(JobView::kept)
            .<Action>map(job -> new Action.LetJobGo(job.name()));
    var starts = next.actions().stream().anyMatch(Action.StartRun.class::isInstance);
    var isNeeded = next.status().isBeingTakenBack() || !next.status().quiesced().isEmpty();
    var migration =
        Stream.<Action>of(new Action.LetMigrationGo())
            .filter(go -> snapshot.hasFinalizer() && !starts && !isNeeded);
    var actions = Stream.of(jobs, next.actions().stream(), migration).flatMap(all -> all).toList();
    return new Verdict(next.status(), actions, next.lookAgain());
  }

  /** Nothing is written together with letting go: the Migration may be gone then. */
  private static Optional<Verdict> beingDeleted(Snapshot snapshot) {
    if (!snapshot.isBeingDeleted()) {
      return Optional.empty();
    }
    return Optional.of(
        snapshot.hasFinalizer()
            ? Verdict.of(snapshot.status())
            : stand(
                snapshot,
                Phase.PENDING,
                Outlook.AT_REST,
                Reason.BEING_DELETED,
                "The Migration is being deleted: no run is started any more."));
  }

  private static Optional<Verdict> specNotUnderstood(Snapshot snapshot) {
    return Optional.ofNullable(snapshot.spec().unsupported())
        .map(what ->
            stand(
                snapshot,
                Phase.PENDING,
                Outlook.STUCK,
                Reason.UNSUPPORTED_SPEC,
                what + ". Correct it or take it out of the spec, or upgrade the operator."));
  }

  private static Optional<Verdict> specTooLarge(Snapshot snapshot) {
    return RunnerInput.fits(SpecReader.write(snapshot.spec()))
        ? Optional.empty()
        : Optional.of(
            stand(
                snapshot,
                Phase.PENDING,
                Outlook.STUCK,
                Reason.SPEC_TOO_LARGE,
                "The spec is larger than 128 KiB, where each letter beyond ASCII and each dollar sign counts six."
                    + " Put inline scripts into ConfigMaps, and long checks into functions of the database."));
  }

  private static Optional<Verdict> inputsMissing(Snapshot snapshot) {
    return snapshot.inputs() instanceof Inputs.Missing(Reason reason, String message)
        ? Optional.of(stand(snapshot, Phase.PENDING, Outlook.GOING_ON, reason, message))
        : Optional.empty();
  }

  private static Optional<Verdict> nothingNew(Snapshot snapshot) {
    return snapshot
        .lastRun()
        .filter(run -> Verification.isUpToDate(snapshot, run))
        .map(run -> settled(snapshot, run));
  }

  private static Verdict settled(Snapshot snapshot, Run run) {
    var draft = StatusDraft.of(snapshot);
    if (run.succeeded()) {
      Verification.stillHolds(draft.verified(), run, snapshot).ifPresent(draft::verified);
    }
    return Verdict.of(Verification.stands(draft, run).write());
  }

  private static Optional<Verdict> suspended(Snapshot snapshot) {
    return snapshot.spec().isSuspended()
        ? Optional.of(
            stand(
                snapshot,
                Phase.SUSPENDED,
                Outlook.AT_REST,
                Reason.SUSPENDED,
                "A run is due, but spec.suspend is true. It starts when that is taken out."))
        : Optional.empty();
  }

  private static Optional<Verdict> awaitingApproval(Snapshot snapshot) {
    return Approvals.of(snapshot)
        .filter(approvals -> !approvals.areComplete())
        .map(approvals ->
            stand(
                snapshot,
                Phase.AWAITING_APPROVAL,
                Outlook.AT_REST,
                Reason.AWAITING_APPROVAL,
                approvals.sentence()));
  }

  private static Optional<Verdict> notItsTurn(Snapshot snapshot) {
    return FollowUpRules.blocker(snapshot)
        .or(() -> StartOrder.blocker(snapshot))
        .map(why -> queued(snapshot, why));
  }

  static Verdict queued(Snapshot snapshot, String why) {
    var since = Optional.ofNullable(snapshot.status().queuedSince()).orElse(snapshot.now());
    var draft = StatusDraft.of(snapshot).queuedSince(since);
    return Verdict.of(draft.stands(Phase.QUEUED, Outlook.GOING_ON, Reason.QUEUED, why).write());
  }

  private static Verdict start(Snapshot snapshot) {
    var plan = RunPlan.of(snapshot);
    return Verdict.of(
        RunProgress.status(
            snapshot, RunStart.of(plan, snapshot), "Run %s is started.".formatted(plan.run())),
        new Action.KeepMigration(),
        new Action.StartRun(plan));
  }

  private static Verdict stand(
      Snapshot snapshot, Phase phase, Outlook outlook, Reason reason, String message) {
    return Verdict.of(StatusDraft.of(snapshot).stands(phase, outlook, reason, message).write());
  }
}
