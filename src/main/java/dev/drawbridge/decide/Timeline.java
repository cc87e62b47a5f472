package dev.drawbridge.decide;

import dev.drawbridge.api.status.Assertion;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run: memory, what Kubernetes shows, and what the runner said, merged. Merging
 * the same observation twice changes nothing. At most {@value #MOST} entries: the oldest middle
 * ones are left out, and counted.
 */
final class Timeline {

  static final int MOST = 50;

  /** The phase of what happens before the runner's own phases. */
  static final String START = "start";

  /** The phase of what happens after them. */
  static final String END = RunPhase.END.word();

  private static final int KEPT_AT_THE_START = 10;
  private static final String LEFT_OUT = "LeftOut";
  private static final String ENTRIES_LEFT_OUT = " entries left out";

  /** The parts of a run, in their order: what Kubernetes says is exact to the second only. */
  private static final List<String> PHASES =
      Stream.concat(Stream.of(START), Arrays.stream(RunPhase.values()).map(RunPhase::word))
          .distinct()
          .toList();

  /** Within one moment, what a runner said stays in its order. */
  private static final Comparator<TimelineEntry> BY_TIME =
      Comparator.comparing(TimelineEntry::at)
          .thenComparingInt(Timeline::rank)
          .thenComparing(Timeline::milestone);

  private Timeline() {}

  private static int rank(TimelineEntry entry) {
    var place = PHASES.indexOf(entry.phase());
    return place < 0 ? PHASES.size() : place;
  }

  private static String milestone(TimelineEntry entry) {
    var fromKubernetes = entry.phase().equals(START) || entry.phase().equals(END);
    return fromKubernetes ? entry.state() + " " + entry.subject() : "";
  }

  /** What the Job and its pods show, in the order in which it happened. */
  static List<TimelineEntry> milestones(Run run, List<PodView> pods) {
    var entries = new ArrayList<TimelineEntry>();
    entries.add(jobCreated(run));
    pods.stream()
        .sorted(PodView.OLDEST_FIRST)
        .forEach(pod -> {
          pod.startedAt()
              .map(at -> at.isBefore(run.startedAt()) ? run.startedAt() : at)
              .ifPresent(at -> entries.add(entry(at, START, "Started", pod.name(), place(pod))));
          entries.addAll(images(run, pod));
          pod.end()
              .filter(end -> end.exitCode() != 0)
              .ifPresent(
                  end -> entries.add(entry(end.seenAt(), END, "Ended", pod.name(), code(end))));
        });
    return entries;
  }

  /** What a tag stood for is known only once it was used. */
  private static List<TimelineEntry> images(Run run, PodView pod) {
    var at = pod.startedAt().orElse(pod.createdAt());
    var since = at.isBefore(run.startedAt()) ? run.startedAt() : at;
    return new TreeMap<>(pod.images())
        .entrySet().stream()
            .map(image ->
                new TimelineEntry(
                    since, START, "image", "Found", image.getKey(), image.getValue(), null))
            .toList();
  }

  static TimelineEntry jobCreated(Run run) {
    return entry(run.startedAt(), START, "Started", run.job(), "job created");
  }

  /** What the runner said, and how much of it did not get through. */
  static List<TimelineEntry> of(RunLog log) {
    var entries = new ArrayList<TimelineEntry>();
    if (log.gaps() > 0 && !log.events().isEmpty()) {
      var missing = "%d lines of the report were not kept".formatted(log.gaps());
      entries.add(entry(log.events().getFirst().at(), START, LEFT_OUT, null, missing));
    }
    log.events().stream()
        .filter(event -> event.applied() == null)
        .map(Timeline::of)
        .forEach(entries::add);
    return entries;
  }

  private static TimelineEntry of(RunEvent event) {
    return new TimelineEntry(
        event.at(),
        event.phase(),
        event.step(),
        event.state().word(),
        event.subject(),
        Optional.ofNullable(event.closing())
            .map(closing -> closing.message())
            .orElse(event.message()),
        event.millis(),
        Optional.ofNullable(event.assertion()).map(Timeline::of).orElse(null));
  }

  private static Assertion of(dev.drawbridge.report.Assertion told) {
    return new Assertion(told.found(), told.expected(), told.attempts(), told.snippet());
  }

  static TimelineEntry entry(
      Instant at, String phase, String state, @Nullable String subject, @Nullable String message) {
    return new TimelineEntry(at, phase, null, state, subject, message, null);
  }

  /** {@code known} and {@code observed} together, by time. */
  static List<TimelineEntry> merge(List<TimelineEntry> known, List<TimelineEntry> observed) {
    var kept = known.stream().filter(entry -> !saysLeftOut(entry)).toList();
    var all = new LinkedHashSet<>(kept);
    all.addAll(observed);
    var sorted = all.stream().sorted(BY_TIME).toList();
    var before = leftOut(known, kept, sorted);
    return sorted.size() <= MOST && before == 0 ? sorted : clip(sorted, sorted.size() + before);
  }

  /**
   * How many more there were than {@code sorted} holds. Those of {@code sorted} that lie where they
   * were left out are taken for them, so that seeing them again counts nothing twice.
   */
  private static int leftOut(
      List<TimelineEntry> known, List<TimelineEntry> kept, List<TimelineEntry> sorted) {
    var mark = known.stream().filter(Timeline::saysLeftOut).findFirst();
    // A mark of ours has entries before and after it; any other one must not stop the run.
    if (mark.isEmpty() || kept.size() <= KEPT_AT_THE_START) {
      return 0;
    }
    var from = kept.get(KEPT_AT_THE_START - 1).at();
    var to = mark.get().at();
    var seenAgain =
        sorted.stream()
            .filter(entry -> !kept.contains(entry))
            .filter(entry -> !entry.at().isBefore(from) && !entry.at().isAfter(to))
            .count();
    return count(mark.get()) - (int) Math.min(seenAgain, count(mark.get()));
  }

  private static List<TimelineEntry> clip(List<TimelineEntry> sorted, int all) {
    var keptAtTheEnd = Math.min(sorted.size() - KEPT_AT_THE_START, MOST - KEPT_AT_THE_START - 1);
    var leftOut = all - KEPT_AT_THE_START - keptAtTheEnd;
    var clipped = new ArrayList<>(sorted.subList(0, KEPT_AT_THE_START));
    var next = sorted.get(sorted.size() - keptAtTheEnd);
    clipped.add(entry(next.at(), next.phase(), LEFT_OUT, null, leftOut + ENTRIES_LEFT_OUT));
    clipped.addAll(sorted.subList(sorted.size() - keptAtTheEnd, sorted.size()));
    return clipped;
  }

  private static boolean saysLeftOut(TimelineEntry entry) {
    return entry.state().equals(LEFT_OUT)
        && entry.message() != null
        && entry.message().matches("[0-9]{1,9}" + ENTRIES_LEFT_OUT);
  }

  private static int count(TimelineEntry entry) {
    var message = Objects.requireNonNull(entry.message());
    return Integer.parseInt(message.substring(0, message.length() - ENTRIES_LEFT_OUT.length()));
  }

  private static String place(PodView pod) {
    return pod.node().map(node -> "pod runs on node " + node).orElse("pod runs");
  }

  private static String code(PodView.End end) {
    return "exit code " + end.exitCode();
  }
}
