package dev.drawbridge.decide;

import dev.drawbridge.api.status.Backup;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What is said of a run while it is under way, and when it is looked at again. */
record RunProgress(Snapshot snapshot, Run run) {

  /** The step of a run whose runner is at work: where it is, is known only at its end. */
  static final String AT_WORK = "running";

  /** A short run is not reported at each of its moments: its start and its end say enough. */
  static final Duration QUIET = Duration.ofSeconds(5);

  /** By then the runner has ended itself, or its pod's own deadline and grace period have. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** Kubernetes tries again with longer and longer pauses, and its words may change. */
  private static final Duration BETWEEN_LOOKS_FOR_A_POD = Duration.ofSeconds(30);

  /** The status while {@code run} is under way. */
  static MigrationStatus status(Snapshot snapshot, Run run, String message) {
    return status(snapshot, run, Reason.RUNNING, message);
  }

  private static MigrationStatus status(Snapshot snapshot, Run run, Reason reason, String message) {
    var told = told(snapshot, run);
    return StatusDraft.of(snapshot)
        .run(saved(run, told))
        .plan(PlanStatus.of(told, run.id()))
        .stands(Phase.RUNNING, Outlook.GOING_ON, reason, message)
        .write();
  }

  /** {@code run} with the backup that {@code told} tells of. */
  static Run saved(Run run, RunLog told) {
    return told.backup().map(event -> run.saved(backup(event))).orElse(run);
  }

  private static Backup backup(RunEvent event) {
    var made = Objects.requireNonNull(event.backup());
    return new Backup(made.claim(), made.path(), made.bytes(), made.sha256(), event.at());
  }

  /** What our containers have said that have ended already, while the run goes on. */
  private static RunLog told(Snapshot snapshot, Run run) {
    return PodView.newest(snapshot.podsOf(run.id())).map(PodView::log).orElse(RunLog.EMPTY);
  }

  Optional<JobView> job() {
    return snapshot.jobOf(run.id());
  }

  List<PodView> pods() {
    return snapshot.podsOf(run.id());
  }

  Instant now() {
    return snapshot.now();
  }

  Verdict starting(Optional<PodView.Trouble> trouble) {
    return trouble
        .map(one -> Verdict.of(further(Timeline.START, one.reason(), one.message())))
        .orElseGet(() -> quietly(Timeline.START, "Run %s waits for its pod.".formatted(run.id())))
        .lookingAgainAfter(earlier(untilNextLook(trouble), untilDeadline()));
  }

  private Duration untilNextLook(Optional<PodView.Trouble> trouble) {
    if (trouble.filter(one -> one.reason() == Reason.POD_REFUSED).isPresent()) {
      return BETWEEN_LOOKS_FOR_A_POD;
    }
    return isQuiet() ? untilLoud() : untilDeadline();
  }

  Verdict retrying(Reason reason, String message) {
    return Verdict.of(further(Timeline.START, reason, message)).lookingAgainAfter(untilDeadline());
  }

  Verdict running(Instant since, Optional<PodView.Trouble> trouble) {
    if (trouble.isPresent()) {
      var status = further(AT_WORK, trouble.get().reason(), trouble.get().message());
      return Verdict.of(status).lookingAgainAfter(untilOverdue());
    }
    var verdict = quietly(AT_WORK, "Run %s is at work since %s.".formatted(run.id(), since));
    return verdict.lookingAgainAfter(isQuiet() ? untilLoud() : untilOverdue());
  }

  /** What is said when the pod shows no end although even its grace is over. */
  Verdict overdue() {
    var pod = PodView.newest(pods());
    var message =
        "Run %s has not ended by its deadline %s, and holds its queue until it does. If %s is gone for good, delete the pod by force: kubectl delete pod %s --namespace %s --force --grace-period=0"
            .formatted(
                run.id(),
                deadline(),
                pod.flatMap(PodView::node).map(node -> "node " + node).orElse("its node"),
                pod.map(PodView::name).orElse("of the run"),
                snapshot.migration().getMetadata().getNamespace());
    var timeline = Timeline.merge(run.timeline(), Timeline.milestones(run, pods()));
    return Verdict.of(
        StatusDraft.of(snapshot)
            .run(run.at(AT_WORK, attempts(timeline), timeline))
            .stands(Phase.RUNNING, Outlook.STUCK, Reason.DEADLINE_EXCEEDED, message)
            .write());
  }

  /** Whether the run should have ended, and its pod with it, some time ago. */
  boolean isOverdue() {
    return !now().isBefore(deadline().plus(GRACE));
  }

  /** Until the pod must have gone: of its deadline, or of being deleted now. */
  Duration untilOverdue() {
    return isOverdue() ? GRACE : Duration.between(now(), deadline().plus(GRACE));
  }

  boolean isOverDeadline() {
    return !now().isBefore(deadline());
  }

  /** What is to be done if nobody knows how it ended, as the spec is written now. */
  Repetition repetition() {
    return Repetition.of(snapshot.migration());
  }

  /** What is known of its pods, also of those that are gone. */
  Traces traces() {
    return new Traces(snapshot, run);
  }

  /** What the newest pod left as its termination message. */
  String lastWords() {
    return PodView.newest(pods()).flatMap(PodView::end).map(PodView.End::message).orElse("");
  }

  /** The run with what its pods show now, before they are gone. */
  Run remembered() {
    var timeline = Timeline.merge(run.timeline(), Timeline.milestones(run, pods()));
    return run.at(run.step(), attempts(timeline), timeline);
  }

  /** How many pods the run has had, as far as memory and the cluster can tell. */
  int attempts(List<TimelineEntry> timeline) {
    var seen = Stream.concat(Traces.pods(run, timeline), pods().stream().map(PodView::name));
    var before = Objects.requireNonNullElse(run.attempt(), 1);
    return Math.max(before, (int) seen.distinct().count());
  }

  /** Nothing is written while a run is young and its start is recorded. */
  private Verdict quietly(String step, String message) {
    return isQuiet()
        ? Verdict.of(snapshot.status())
        : Verdict.of(further(step, Reason.RUNNING, message));
  }

  private boolean isQuiet() {
    var generation = snapshot.migration().getMetadata().getGeneration();
    return snapshot.isRecorded(run.id())
        && Objects.equals(snapshot.status().observedGeneration(), generation)
        && now().isBefore(run.startedAt().plus(QUIET));
  }

  private MigrationStatus further(String step, Reason reason, String message) {
    var timeline = Timeline.merge(run.timeline(), Timeline.milestones(run, pods()));
    return status(snapshot, run.at(step, attempts(timeline), timeline), reason, message);
  }

  private Instant deadline() {
    return Objects.requireNonNullElseGet(
        run.deadline(), () -> run.startedAt().plus(snapshot.spec().limits().deadlineOrDefault()));
  }

  private Duration untilLoud() {
    return Duration.between(now(), run.startedAt().plus(QUIET));
  }

  private Duration untilDeadline() {
    return Duration.between(now(), deadline());
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
