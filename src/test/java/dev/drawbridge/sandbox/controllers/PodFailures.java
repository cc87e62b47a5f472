package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a Job's failure policy says to a failed pod. */
final class PodFailures {

  private PodFailures() {}

  /** Ignored, counted against the backoff limit, or the end of the Job. */
  sealed interface Judgement {
    record Ignored() implements Judgement {}

    record Counted() implements Judgement {}

    record Fatal(String message) implements Judgement {}
  }

  static Judgement judge(Job job, Pod pod) {
    var policy = job.getSpec().getPodFailurePolicy();
    if (policy == null) {
      return new Judgement.Counted();
    }
    var rules = policy.getRules();
    for (var index = 0; index < rules.size(); index++) {
      var match = match(rules.get(index), pod);
      if (match.isPresent()) {
        return judgement(rules.get(index).getAction(), pod, match.get(), index);
      }
    }
    return new Judgement.Counted();
  }

  private static Judgement judgement(String action, Pod pod, String match, int index) {
    return switch (action) {
      case "Ignore" -> new Judgement.Ignored();
      case "FailJob" ->
          new Judgement.Fatal(
              "%s for pod %s/%s matching FailJob rule at index %d"
                  .formatted(
                      match, pod.getMetadata().getNamespace(), pod.getMetadata().getName(), index));
      default -> new Judgement.Counted();
    };
  }

  private static Optional<String> match(PodFailurePolicyRule rule, Pod pod) {
    if (rule.getOnExitCodes() != null) {
      return containers(pod)
          .filter(container -> exitCode(container) != 0)
          .filter(container -> matches(rule.getOnExitCodes(), container))
          .map(container ->
              "Container %s failed with exit code %d"
                  .formatted(container.getName(), exitCode(container)))
          .findFirst();
    }
    return rule.getOnPodConditions().stream()
        .filter(pattern ->
            conditions(pod).stream()
                .anyMatch(condition ->
                    condition.getType().equals(pattern.getType())
                        && condition.getStatus().equals(pattern.getStatus())))
        .map(pattern -> "Pod condition " + pattern.getType() + " is " + pattern.getStatus())
        .findFirst();
  }

  private static boolean matches(
      PodFailurePolicyOnExitCodesRequirement requirement, ContainerStatus container) {
    var named = requirement.getContainerName();
    if (named != null && !named.equals(container.getName())) {
      return false;
    }
    var isListed = requirement.getValues().contains(exitCode(container));
    return isListed == requirement.getOperator().equals("In");
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(container -> container.getState() != null)
        .filter(container -> container.getState().getTerminated() != null);
  }

  private static int exitCode(ContainerStatus container) {
    return container.getState().getTerminated().getExitCode();
  }

  private static List<PodCondition> conditions(Pod pod) {
    return pod.getStatus().getConditions();
  }
}
