package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/** The pods of a Job, by what has become of them. */
record JobPods(Job job, List<Pod> pods) {

  List<Pod> succeeded() {
    return pods.stream().filter(pod -> phase(pod).equals("Succeeded")).toList();
  }

  /** Those that have failed; those that are on their way out as well, if the Job says so. */
  List<Pod> failed() {
    return pods.stream()
        .filter(pod ->
            phase(pod).equals("Failed") || (isGoing(pod) && !isOver(pod) && !waitsForEndOfPods()))
        .toList();
  }

  List<Pod> active() {
    return pods.stream().filter(pod -> !isOver(pod) && !isGoing(pod)).toList();
  }

  List<Pod> terminating() {
    return pods.stream().filter(pod -> !isOver(pod) && isGoing(pod)).toList();
  }

  int ready() {
    return (int)
        active().stream()
            .flatMap(pod -> pod.getStatus().getConditions().stream())
            .filter(condition -> condition.getType().equals("Ready"))
            .filter(condition -> condition.getStatus().equals("True"))
            .count();
  }

  /** Whether a pod has to be gone for good before there is room for another. */
  boolean waitsForEndOfPods() {
    return "Failed".equals(job.getSpec().getPodReplacementPolicy());
  }

  private static boolean isGoing(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean isOver(Pod pod) {
    return List.of("Succeeded", "Failed").contains(phase(pod));
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? "Pending" : String.valueOf(pod.getStatus().getPhase());
  }
}
