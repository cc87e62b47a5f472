package dev.drawbridge.observe;

import dev.drawbridge.decide.RolloutState;
import dev.drawbridge.decide.RolloutState.State;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how far a Deployment is rolled out, as its controller has written it. */
final class RolloutStateReading {

  private RolloutStateReading() {}

  static RolloutState of(Deployment deployment) {
    var status = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    var spec = deployment.getSpec();
    if (!DeploymentReading.pods(deployment).isCurrent()) {
      return goingOn("Kubernetes has not looked at it yet");
    }
    var overDeadline = overDeadline(status);
    if (overDeadline.isPresent()) {
      return new RolloutState(State.FAILED, overDeadline.get());
    }
    if (spec != null && Boolean.TRUE.equals(spec.getPaused())) {
      return goingOn("it is paused");
    }
    var wanted = spec == null ? 1 : Objects.requireNonNullElse(spec.getReplicas(), 1);
    return progress(status, wanted);
  }

  private static RolloutState progress(DeploymentStatus status, int wanted) {
    var all = Objects.requireNonNullElse(status.getReplicas(), 0);
    var updated = Objects.requireNonNullElse(status.getUpdatedReplicas(), 0);
    var available = Objects.requireNonNullElse(status.getAvailableReplicas(), 0);
    if (updated < wanted) {
      return goingOn("%d of %d pods are of its template".formatted(updated, wanted));
    }
    if (all > updated) {
      return goingOn("%d pods of the template before are left".formatted(all - updated));
    }
    return available < wanted
        ? goingOn("%d of %d pods are available".formatted(available, wanted))
        : RolloutState.DONE;
  }

  private static Optional<String> overDeadline(DeploymentStatus status) {
    return Stream.ofNullable(status.getConditions())
        .flatMap(List::stream)
        .filter(one -> "Progressing".equals(one.getType()) && "False".equals(one.getStatus()))
        .filter(one -> "ProgressDeadlineExceeded".equals(one.getReason()))
        .map(RolloutStateReading::words)
        .findFirst();
  }

  private static String words(DeploymentCondition condition) {
    var said = Objects.requireNonNullElse(condition.getMessage(), "").strip();
    return said.isEmpty()
        ? "its progress deadline has passed"
        : "its progress deadline has passed (%s)".formatted(said.replaceAll("\\.$", ""));
  }

  private static RolloutState goingOn(String words) {
    return new RolloutState(State.GOING_ON, words);
  }
}
