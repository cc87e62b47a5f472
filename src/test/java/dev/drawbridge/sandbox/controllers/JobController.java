package dev.drawbridge.sandbox.controllers;

import dev.drawbridge.sandbox.controllers.PodFailures.Judgement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives each Job its pod, another if that one failed and the Job allows it, and its outcome. */
final class JobController implements WorkQueue.Reconciler {

  private final KubernetesClient client;
  private final WorkQueue queue;
  private final Clock clock;
  private final Duration podBackoff;

  /** UIDs of pods whose end is in their Job's status already, and when that was seen. */
  private final Map<String, Instant> counted = new HashMap<>();

  JobController(KubernetesClient client, WorkQueue queue, Clock clock, Duration podBackoff) {
    this.client = client;
    this.queue = queue;
    this.clock = clock;
    this.podBackoff = podBackoff;
  }

  @Override
  public void reconcile(String namespace, String name) {
    var job = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    if (job == null) {
      return;
    }
    var pods = new JobPods(job, podsOf(job));
    if (JobOutcome.isFinished(job)) {
      letGo(pods);
      removeWhenOld(job);
      return;
    }
    var fatal = count(job, pods);
    var outcome = JobOutcome.of(job, pods, fatal, clock.instant());
    outcome.ifPresent(end -> pods.active().forEach(pod -> client.resource(pod).delete()));
    var mayStart = outcome.isEmpty() && !isHeldBack(job);
    var nextPod = mayStart && needsPod(pods) ? untilNextPod(job, pods) : null;
    JobStatusUpdate.write(client, job, pods, outcome, clock.instant());
    letGo(pods);
    if (nextPod != null && nextPod.isZero()) {
      create(job);
    } else if (nextPod != null) {
      queue.addAfter(nextPod, "Job", namespace, name);
    }
    lookAgainAtDeadline(job);
  }

  private java.util.List<Pod> podsOf(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel("batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
        .list()
        .getItems();
  }

  private static boolean isHeldBack(Job job) {
    return job.getMetadata().getDeletionTimestamp() != null
        || Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  /** Adds pods that have ended to the Job's counts; returns why the Job must fail, if it must. */
  private Optional<String> count(Job job, JobPods pods) {
    var status = JobStatusUpdate.statusOf(job);
    for (var pod : pods.succeeded()) {
      if (isNew(pod)) {
        status.setSucceeded(number(status.getSucceeded()) + 1);
      }
    }
    Optional<String> fatal = Optional.empty();
    for (var pod : pods.failed()) {
      var judgement = PodFailures.judge(job, pod);
      var isNew = isNew(pod);
      switch (judgement) {
        case Judgement.Ignored() -> {}
        case Judgement.Counted() -> status.setFailed(number(status.getFailed()) + (isNew ? 1 : 0));
        case Judgement.Fatal(String message) -> {
          status.setFailed(number(status.getFailed()) + (isNew ? 1 : 0));
          fatal = Optional.of(message);
        }
      }
    }
    return fatal;
  }

  private static boolean needsPod(JobPods pods) {
    return pods.active().isEmpty() && (pods.terminating().isEmpty() || !pods.waitsForEndOfPods());
  }

  /** How long to wait since the last failure that counts. */
  private Duration untilNextPod(Job job, JobPods pods) {
    var failures = number(JobStatusUpdate.statusOf(job).getFailed());
    if (failures == 0) {
      return Duration.ZERO;
    }
    var wait = podBackoff.multipliedBy(1L << Math.min(failures - 1, 6));
    var last =
        pods.failed().stream()
            .map(pod -> counted.getOrDefault(pod.getMetadata().getUid(), Instant.MIN))
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    if (last.equals(Instant.MIN)) {
      return Duration.ZERO;
    }
    var left = Duration.between(clock.instant(), last.plus(wait));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean isNew(Pod pod) {
    return counted.putIfAbsent(pod.getMetadata().getUid(), clock.instant()) == null;
  }

  private void create(Job job) {
    var template = job.getSpec().getTemplate();
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withGenerateName(job.getMetadata().getName() + "-")
            .withNamespace(job.getMetadata().getNamespace())
            .withLabels(template.getMetadata().getLabels())
            .withAnnotations(template.getMetadata().getAnnotations())
            .withFinalizers(PodTracking.FINALIZER)
            .withOwnerReferences(Ownership.by(job))
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    client.resource(pod).create();
  }

  private void letGo(JobPods pods) {
    for (var pod : pods.pods()) {
      if (counted.containsKey(pod.getMetadata().getUid())
          && pod.getMetadata().getFinalizers().contains(PodTracking.FINALIZER)) {
        PodTracking.release(client, pod);
      }
    }
  }

  private void removeWhenOld(Job job) {
    var seconds = job.getSpec().getTtlSecondsAfterFinished();
    var end = JobOutcome.finishedAt(job);
    if (seconds == null || end.isEmpty() || job.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    var left = Duration.between(clock.instant(), end.get().plusSeconds(seconds));
    if (left.isPositive()) {
      queue.addAfter(left, "Job", job.getMetadata().getNamespace(), job.getMetadata().getName());
    } else {
      client.resource(job).delete();
    }
  }

  private void lookAgainAtDeadline(Job job) {
    JobOutcome.deadline(job)
        .map(deadline -> Duration.between(clock.instant(), deadline).plusMillis(1))
        .filter(Duration::isPositive)
        .ifPresent(left ->
            queue.addAfter(
                left, "Job", job.getMetadata().getNamespace(), job.getMetadata().getName()));
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
