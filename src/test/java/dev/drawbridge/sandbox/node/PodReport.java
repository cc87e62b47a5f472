package dev.drawbridge.sandbox.node;

import dev.drawbridge.sandbox.OnConflict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** What the node tells of a pod: its status, and events. */
final class PodReport {

  /** Shared by the messages of all containers of a pod. */
  private static final int MESSAGES_BYTES = 12 * 1024;

  private final KubernetesClient client;
  private final Pod pod;
  private final Instant startedAt;
  private final Set<String> told = new HashSet<>();

  PodReport(KubernetesClient client, Pod pod, Instant startedAt) {
    this.client = client;
    this.pod = pod;
    this.startedAt = startedAt;
  }

  void waiting(String reason, String message) {
    change(status -> {
      status.setPhase("Pending");
      status.setContainerStatuses(
          pod.getSpec().getContainers().stream()
              .map(container -> status(container, waitingState(reason, message)))
              .toList());
    });
  }

  void running(List<Execution> executions) {
    change(status -> {
      status.setPhase(hasMain(executions) ? "Running" : "Pending");
      describe(status, executions);
    });
  }

  void ended(List<Execution> executions, Optional<Stop> stopped) {
    change(status -> {
      var succeeded = stopped.isEmpty() && hasMain(executions) && allSucceeded(executions);
      status.setPhase(succeeded ? "Succeeded" : "Failed");
      if (stopped.orElse(null) instanceof Stop.DeadlineExceeded) {
        status.setReason("DeadlineExceeded");
        status.setMessage("Pod was active on the node longer than the specified deadline");
      }
      if (!executions.isEmpty()) {
        describe(status, executions);
      }
    });
  }

  private static boolean allSucceeded(List<Execution> executions) {
    return executions.stream().allMatch(execution -> execution.exitCode() == 0);
  }

  private boolean hasMain(List<Execution> executions) {
    return executions.stream()
        .anyMatch(execution ->
            pod.getSpec().getContainers().stream()
                .anyMatch(container -> container.getName().equals(execution.name())));
  }

  private void describe(PodStatus status, List<Execution> executions) {
    status.setInitContainerStatuses(states(pod.getSpec().getInitContainers(), executions));
    status.setContainerStatuses(states(pod.getSpec().getContainers(), executions));
  }

  private List<ContainerStatus> states(List<Container> containers, List<Execution> executions) {
    return containers.stream()
        .map(container ->
            executions.stream()
                .filter(execution -> execution.name().equals(container.getName()))
                .findFirst()
                .map(execution -> status(container, state(execution)))
                .orElseGet(() -> status(container, waitingState("PodInitializing", ""))))
        .toList();
  }

  private static ContainerStatus status(Container container, ContainerState state) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withRestartCount(0)
        .withReady(state.getRunning() != null)
        .withStarted(state.getRunning() != null)
        .withState(state)
        .build();
  }

  private static ContainerState waitingState(String reason, String message) {
    return new ContainerStateBuilder()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message.isEmpty() ? null : message)
        .endWaiting()
        .build();
  }

  private ContainerState state(Execution execution) {
    if (execution.process().isAlive()) {
      return new ContainerStateBuilder()
          .withNewRunning()
          .withStartedAt(time(execution.startedAt()))
          .endRunning()
          .build();
    }
    var message = execution.message(MESSAGES_BYTES / containerCount());
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(execution.exitCode())
        .withReason(execution.exitCode() == 0 ? "Completed" : "Error")
        .withMessage(message.isEmpty() ? null : message)
        .withStartedAt(time(execution.startedAt()))
        .withFinishedAt(time(execution.finishedAt()))
        .endTerminated()
        .build();
  }

  private int containerCount() {
    return pod.getSpec().getContainers().size() + pod.getSpec().getInitContainers().size();
  }

  /** Others write to the status as well, so each change starts from what is there now. */
  private void change(Consumer<PodStatus> change) {
    try {
      OnConflict.again(() -> write(change));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != 404) {
        throw refused;
      }
    }
  }

  private void write(Consumer<PodStatus> change) {
    var current = client.resource(pod).get();
    if (current == null || !current.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
      return;
    }
    var status =
        current.getStatus() == null
            ? new PodStatus()
            : new PodStatusBuilder(current.getStatus()).build();
    status.setStartTime(time(startedAt));
    change.accept(status);
    current.setStatus(status);
    client.resource(current).updateStatus();
  }

  /** Takes the pod off the API server: nothing of it is left on this node. */
  void remove() {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** Each message is told once. */
  void event(String reason, String message) {
    if (!told.add(message)) {
      return;
    }
    var now = time(Instant.now());
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withName(
                pod.getMetadata().getName() + "." + UUID.randomUUID().toString().substring(24))
            .withNamespace(pod.getMetadata().getNamespace())
            .endMetadata()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withNamespace(pod.getMetadata().getNamespace())
            .withUid(pod.getMetadata().getUid())
            .endInvolvedObject()
            .withType("Warning")
            .withReason(reason)
            .withMessage(message)
            .withNewSource()
            .withComponent("kubelet")
            .withHost(Node.NAME)
            .endSource()
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withReportingComponent("kubelet")
            .build();
    client.resource(event).create();
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
