package dev.drawbridge.decide;

import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run has left: in its pods, and where those went with their Job, in the status that they
 * were remembered in.
 */
record Traces(Snapshot snapshot, Run run) {

  /** With the Job its pods go: then the status alone still says what they have waited for. */
  private static final Set<Reason> OBSTACLES =
      Set.of(
          Reason.POD_REFUSED,
          Reason.MISSING_CLAIM,
          Reason.MISSING_SECRET,
          Reason.VOLUME_NOT_MOUNTED,
          Reason.NOT_SCHEDULED,
          Reason.IMAGE_NOT_PULLED,
          Reason.CONTAINER_NOT_CREATED);

  /** Whether any pod of the run has been seen at work, also one that is gone by now. */
  boolean wasSeenAtWork() {
    return pods().stream().anyMatch(pod -> pod.startedAt().isPresent())
        || pods(run, run.timeline()).findAny().isPresent();
  }

  /** What was in its pod's way when that was seen last; empty if nothing was. */
  Optional<String> obstacle() {
    return PodView.newest(pods())
        .flatMap(PodView::trouble)
        .map(PodView.Trouble::message)
        .or(() ->
            snapshot.status().conditions().stream()
                .filter(known -> OBSTACLES.contains(Reason.of(known.reason())))
                .flatMap(known -> Stream.ofNullable(known.message()))
                .findFirst());
  }

  /** What the last pod has said that could not reach the database; another one may follow it. */
  Optional<String> saidUnreachable() {
    return pods().stream()
        .filter(PodView::wasUnreachable)
        .max(PodView.OLDEST_FIRST)
        .flatMap(pod -> pod.log().closing())
        .map(Closing::message);
  }

  /** The same, as the status knows it when the pods are gone. */
  Optional<String> rememberedUnreachable() {
    return snapshot.status().conditions().stream()
        .filter(known -> Reason.of(known.reason()) == Reason.UNREACHABLE)
        .flatMap(known -> Stream.ofNullable(known.message()))
        .findFirst();
  }

  /** The names of the pods that {@code timeline} knows. */
  static Stream<String> pods(Run run, List<TimelineEntry> timeline) {
    return timeline.stream()
        .filter(entry -> entry.phase().equals(Timeline.START) && entry.step() == null)
        .map(TimelineEntry::subject)
        .filter(subject -> subject != null && !subject.equals(run.job()))
        .map(Objects::requireNonNull);
  }

  private List<PodView> pods() {
    return snapshot.podsOf(run.id());
  }
}
