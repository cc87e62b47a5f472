package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What matters of a pod of a run.
 *
 * @param run the id of the run that it belongs to
 * @param trouble why it, or a container of it, does not start; empty if nothing is known to be
 *     wrong
 * @param startedAt when the first container of the run started
 * @param end how the container ended that decides: the first that failed, or the last of all
 * @param earlier what our containers before that one have said
 * @param images from what was to be used to the digest of what was
 * @param hasParts whether the run has several containers: the user's own, and ours around them
 * @param runsTools whether one of them does more than to look: a step of the user's, or a backup
 * @param disrupted whether Kubernetes took the pod away, as in a drain
 * @param overDeadline whether its own deadline has passed
 * @param failedWithoutEnd whether the pod has failed and shows no end of its container, which may
 *     not have run at all
 */
public record PodView(
    String name,
    String run,
    Instant createdAt,
    Optional<String> node,
    Optional<Trouble> trouble,
    Optional<Instant> startedAt,
    Optional<End> end,
    String earlier,
    Map<String, String> images,
    boolean hasParts,
    boolean runsTools,
    boolean disrupted,
    boolean overDeadline,
    boolean failedWithoutEnd) {

  /** The name of the runner's container; the last one, if there are several. */
  public static final String RUNNER = "runner";

  /** The name of the container that does this stretch of a plan. */
  public static String runner(Stretch stretch) {
    return stretch.isLast() ? RUNNER : RUNNER + "-" + stretch.index();
  }

  /** Whether a container of this name is one of Drawbridge's own. */
  public static boolean isRunner(String name) {
    return name.matches(RUNNER + "(-[0-9]+)?");
  }

  public PodView {
    images = Map.copyOf(images);
  }

  /** Kubernetes knows the creation to the second only: of two in one, the replaced one is older. */
  static final Comparator<PodView> OLDEST_FIRST =
      Comparator.comparing(PodView::createdAt)
          .thenComparing(PodView::mayBeReplaced, Comparator.reverseOrder());

  /** The pod that counts: a Job has another one only after the one before has failed. */
  static Optional<PodView> newest(List<PodView> pods) {
    return pods.stream().max(OLDEST_FIRST);
  }

  private boolean mayBeReplaced() {
    return (!runsTools && (disrupted || failedWithoutEnd)) || wasUnreachable();
  }

  /** Whether it ended because the database could not be reached, before anything was done. */
  boolean wasUnreachable() {
    return end.filter(one -> one.isOurs() && one.beforeChanges())
        .flatMap(one -> Exit.ofCode(one.exitCode()))
        .filter(Exit::mayBeRetried)
        .isPresent();
  }

  /** What all our containers have said, up to the one that decides. */
  RunLog log() {
    return RunLog.read(earlier + "\n" + end.filter(End::isOurs).map(End::message).orElse(""));
  }

  /** What keeps a pod from starting. */
  public record Trouble(Reason reason, String message) {}

  /**
   * The end of a container.
   *
   * @param message the termination message: the runner's report, or the end of a tool's output
   * @param beforeChanges whether nothing but checks stands before it
   */
  public record End(
      String container,
      int exitCode,
      String message,
      String reason,
      boolean beforeChanges,
      Instant at) {

    /** Whether it is a container of Drawbridge's. */
    boolean isOurs() {
      return part().isEmpty();
    }

    /** What of the plan it does, if it is a container of the user's. */
    Optional<Part> part() {
      return Part.ofContainer(container);
    }

    /** When it ended: Kubernetes knows that to the second only, the runner's last word better. */
    Instant seenAt() {
      return RunLog.read(isOurs() ? message : "").events().stream()
          .map(RunEvent::at)
          .filter(at::isBefore)
          .max(Comparator.naturalOrder())
          .orElse(at);
    }
  }
}
