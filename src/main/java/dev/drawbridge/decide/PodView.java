package dev.drawbridge.decide;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What matters of a pod of a run.
 *
 * @param run the id of the run that it belongs to
 * @param trouble why it does not start; empty if nothing is known to be wrong
 * @param startedAt when the runner's container started
 * @param end how the runner's container ended
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
    boolean disrupted,
    boolean overDeadline,
    boolean failedWithoutEnd) {

  /** The name of the runner's container. */
  public static final String RUNNER = "runner";

  /** Kubernetes knows the creation to the second only: of two in one, the replaced one is older. */
  static final Comparator<PodView> OLDEST_FIRST =
      Comparator.comparing(PodView::createdAt)
          .thenComparing(PodView::mayBeReplaced, Comparator.reverseOrder());

  /** The pod that counts: a Job has another one only after the one before has failed. */
  static Optional<PodView> newest(List<PodView> pods) {
    return pods.stream().max(OLDEST_FIRST);
  }

  private boolean mayBeReplaced() {
    var retried = end.flatMap(one -> Exit.ofCode(one.exitCode())).filter(Exit::mayBeRetried);
    return disrupted || failedWithoutEnd || retried.isPresent();
  }

  /** What keeps a pod from starting. */
  public record Trouble(Reason reason, String message) {}

  /**
   * The end of a container.
   *
   * @param message the termination message: the runner's report
   */
  public record End(int exitCode, String message, String reason, Instant at) {

    /** What the runner said. */
    RunLog log() {
      return RunLog.read(message);
    }

    /** When it ended: Kubernetes knows that to the second only, the runner's last word better. */
    Instant seenAt() {
      return log().events().stream()
          .map(RunEvent::at)
          .filter(at::isBefore)
          .max(Comparator.naturalOrder())
          .orElse(at);
    }
  }
}
