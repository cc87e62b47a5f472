package dev.drawbridge.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The life of one pod: its volumes, its containers one after the other, its end. */
final class PodRun {

  private static final Duration MOUNT_RETRY = Duration.ofMillis(250);
  private static final long FAR_AWAY_SECONDS = 365L * 24 * 3600;

  private final Processes processes;
  private final ProgramImage image;
  private final Path folder;
  private final Pod pod;
  private final Volumes volumes;
  private final PodReport report;
  private final CompletableFuture<Stop> stop = new CompletableFuture<>();
  private final List<Execution> executions = new CopyOnWriteArrayList<>();
  private final Instant startedAt = Instant.now();

  PodRun(KubernetesClient client, Processes processes, ProgramImage image, Path folder, Pod pod) {
    this.processes = processes;
    this.image = image;
    this.folder = folder;
    this.pod = pod;
    var claims = folder.resolveSibling("claims").resolve(pod.getMetadata().getNamespace());
    this.volumes = new Volumes(client, pod, folder.resolve("volumes"), claims);
    this.report = new PodReport(client, pod, startedAt);
  }

  boolean is(String namespace, String name) {
    return pod.getMetadata().getNamespace().equals(namespace)
        && pod.getMetadata().getName().equals(name);
  }

  String log() {
    var all = new StringBuilder();
    executions.forEach(execution -> all.append(execution.log()));
    return all.toString();
  }

  /** The pod is being deleted. */
  void end(long graceSeconds) {
    stop.complete(new Stop.Deleted(Duration.ofSeconds(graceSeconds)));
  }

  /** The node ends. */
  void abandon() {
    stop.complete(new Stop.Abandoned());
  }

  private boolean isAbandoned() {
    return stop.isDone() && stop.join() instanceof Stop.Abandoned;
  }

  /** The pod is gone from the API server; if it still runs here, it was removed by force. */
  void forget() {
    end(0);
  }

  void run() {
    try {
      live();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException | KubernetesClientException failed) {
      // The node's end takes away its folder and its client, whatever a pod is about then.
      if (!isAbandoned()) {
        throw failed;
      }
    } finally {
      Folders.remove(folder);
    }
  }

  private void live() throws InterruptedException {
    report.waiting("ContainerCreating", "");
    if (!mountVolumes() || !pullImages()) {
      finish(awaitStop());
      return;
    }
    for (var container : pod.getSpec().getInitContainers()) {
      if ("Always".equals(container.getRestartPolicy())) {
        System.err.println("sidecar " + container.getName() + " is not run: this node has none");
        continue;
      }
      var stopped = runToEnd(List.of(container));
      if (stopped.isPresent() || executions.getLast().exitCode() != 0) {
        finish(stopped);
        return;
      }
    }
    finish(runToEnd(pod.getSpec().getContainers()));
  }

  /** Tries until all is there, as a kubelet does, or until the pod is stopped. */
  private boolean mountVolumes() throws InterruptedException {
    while (!stop.isDone() && remaining().isPositive()) {
      try {
        volumes.mountAll();
        return true;
      } catch (Volumes.NotMountable missing) {
        report.event("FailedMount", Objects.requireNonNull(missing.getMessage()));
        await(MOUNT_RETRY);
      }
    }
    return false;
  }

  private boolean pullImages() {
    var missing =
        pod.getSpec().getContainers().stream().filter(ProgramImage::cannotBePulled).findFirst();
    missing.ifPresent(container -> reportMissingImage(container.getImage()));
    return missing.isEmpty();
  }

  private void reportMissingImage(String name) {
    var why = "failed to pull and unpack image \"%s\": not found".formatted(name);
    report.waiting("ErrImagePull", why);
    report.event("Failed", "Failed to pull image \"%s\": %s".formatted(name, why));
    report.waiting("ImagePullBackOff", "Back-off pulling image \"%s\"".formatted(name));
  }

  private Optional<Stop> runToEnd(List<Container> containers) throws InterruptedException {
    containers.forEach(this::start);
    report.running(executions);
    Optional<Stop> stopped = Optional.empty();
    for (var execution : List.copyOf(executions)) {
      if (stopped.isEmpty()) {
        stopped = awaitEndOf(execution);
      }
      if (stopped.isPresent()) {
        execution.end(stopped.get().grace());
      } else {
        execution.awaitEnd();
      }
    }
    return stopped;
  }

  private void start(Container container) {
    var place = Folders.create(folder.resolve("containers").resolve(container.getName()));
    var view = new ContainerView(pod, container, place.resolve("root"), volumes);
    view.create();
    executions.add(Execution.start(container, view, image, place, processes));
  }

  private Optional<Stop> awaitEndOf(Execution execution) throws InterruptedException {
    try {
      CompletableFuture.anyOf(execution.process().onExit(), stop)
          .get(remaining().toMillis(), TimeUnit.MILLISECONDS);
      return execution.process().isAlive() ? Optional.of(stop.join()) : Optional.empty();
    } catch (TimeoutException deadline) {
      return Optional.of(new Stop.DeadlineExceeded(grace()));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** For a pod that can do nothing but wait for its end. */
  private Optional<Stop> awaitStop() throws InterruptedException {
    await(remaining());
    return Optional.of(stop.isDone() ? stop.join() : new Stop.DeadlineExceeded(grace()));
  }

  private void await(Duration longest) throws InterruptedException {
    try {
      stop.get(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException nobodyStopped) {
      // That is the usual case.
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Duration remaining() {
    var seconds =
        Optional.ofNullable(pod.getSpec().getActiveDeadlineSeconds()).orElse(FAR_AWAY_SECONDS);
    return Duration.between(Instant.now(), startedAt.plusSeconds(seconds));
  }

  private Duration grace() {
    return Duration.ofSeconds(
        Optional.ofNullable(pod.getSpec().getTerminationGracePeriodSeconds()).orElse(30L));
  }

  private void finish(Optional<Stop> stopped) {
    switch (stopped.orElse(null)) {
      case null -> report.ended(executions, Optional.empty());
      case Stop.DeadlineExceeded deadline -> report.ended(executions, Optional.of(deadline));
      case Stop.Deleted deleted -> {
        report.ended(executions, Optional.of(deleted));
        report.remove();
      }
      case Stop.Abandoned() -> {
        // There is nobody to report to any more.
      }
    }
  }
}
