package dev.drawbridge.operator;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.BackupSummary;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.sandbox.OnConflict;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plays what the Job controller and a node would do to one Job, step by step. */
final class PlayedJob {

  private final KubernetesClient client;
  private final Job job;
  private int pods;
  private @Nullable Pod pod;
  private @Nullable BackupSummary saved;
  private boolean waits;

  PlayedJob(KubernetesClient client, Job job) {
    this.client = client;
    this.job = job;
  }

  Job job() {
    return job;
  }

  /** Whether its newest pod is still there. */
  boolean hasPod() {
    return client.resource(Objects.requireNonNull(pod)).get() != null;
  }

  /** Starts the container of the pod that waits, or else makes the next pod and starts that. */
  PlayedJob starts() {
    if (!waits) {
      makePod();
    }
    waits = false;
    status(
        "Running",
        new ContainerStateBuilder().withNewRunning().withStartedAt(now()).endRunning(),
        false);
    return this;
  }

  /** Makes the next pod, which no node takes, and the scheduler says this of it. */
  PlayedJob waits(String why) {
    makePod();
    var current = client.resource(Objects.requireNonNull(pod)).get();
    current.setStatus(
        new PodStatusBuilder()
            .withPhase("Pending")
            .withConditions(
                new PodConditionBuilder()
                    .withType("PodScheduled")
                    .withStatus("False")
                    .withReason("Unschedulable")
                    .withMessage(why)
                    .build())
            .build());
    pod = client.resource(current).updateStatus();
    waits = true;
    return this;
  }

  /** Its controller has looked at it, and may not make its pod: the API server says why. */
  void isRefusedItsPod(String why) {
    OnConflict.again(() -> {
      var fresh = client.resource(job).get();
      fresh.setStatus(new JobStatusBuilder().withStartTime(now()).withActive(0).build());
      client.resource(fresh).updateStatus();
    });
    var metadata = job.getMetadata();
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName() + "." + Integer.toHexString(why.hashCode()))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .withUid(metadata.getUid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason("FailedCreate")
                .withMessage("Error creating: " + why)
                .withLastTimestamp(now())
                .build())
        .create();
  }

  /** Where a Job's pods do not go with it, its pod goes now. */
  void losesItsPod() {
    client.resource(Objects.requireNonNull(pod)).withGracePeriod(0).delete();
  }

  /** Its pod will have saved this before it changes anything. */
  PlayedJob saves(BackupSummary first) {
    saved = first;
    return this;
  }

  private void makePod() {
    var template = job.getSpec().getTemplate();
    pods++;
    var made =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(job.getMetadata().getName() + "-pod" + pods)
            .withLabels(template.getMetadata().getLabels())
            .withAnnotations(template.getMetadata().getAnnotations())
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    pod = client.resource(made).create();
  }

  /** Ends the container as a runner that has found these versions does, the newest one last. */
  void verifies(String... versionsFound) {
    var before = saved == null ? 0 : 1;
    var version = versionsFound[versionsFound.length - 1];
    var applied =
        event(before + 1, "migrate", RunEvent.State.APPLIED, version + " script", null, null);
    var versions =
        event(
            before + 2,
            "end",
            RunEvent.State.FOUND,
            null,
            new AppliedVersions(null, List.of(versionsFound)),
            null);
    var closing =
        new Closing(
            Exit.VERIFIED,
            Reason.VERIFIED,
            "Schema " + version + " is verified.",
            versionsFound.length == 1 ? null : versionsFound[versionsFound.length - 2],
            version,
            1,
            0,
            null,
            new Closing.Database("7400000000000000001", "orders"));
    var first =
        saved == null
            ? Stream.<RunEvent>of()
            : Stream.of(
                event(1, "export", RunEvent.State.PASSED, "export", null, null).with(saved));
    var rest =
        Stream.of(
            applied, versions, event(before + 3, "end", RunEvent.State.ENDED, null, null, closing));
    ends(0, Stream.concat(first, rest).toList());
    finish("Complete");
  }

  /** Ends the container as a runner whose script has failed does. */
  void fails(Exit exit, Reason reason, String message) {
    var closing = new Closing(exit, reason, message, null, null, 0, 0, null, null);
    ends(exit.code(), List.of(event(1, "end", RunEvent.State.ENDED, null, null, closing)));
    finish("Failed");
  }

  /** Kubernetes takes the pod away, and the Job will have another one. */
  PlayedJob isDrained() {
    end(143, "", true);
    return this;
  }

  void crashes(int exitCode) {
    end(exitCode, "", false);
    finish("Failed");
  }

  private void ends(int exitCode, List<RunEvent> events) {
    end(exitCode, RunLog.withinBudget(events, 4096), false);
  }

  private void end(int exitCode, String message, boolean disrupted) {
    var state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(exitCode == 0 ? "Completed" : "Error")
            .withMessage(message)
            .withStartedAt(now())
            .withFinishedAt(now())
            .endTerminated();
    status(exitCode == 0 ? "Succeeded" : "Failed", state, disrupted);
  }

  private void status(String phase, ContainerStateBuilder state, boolean disrupted) {
    var container =
        new ContainerStatusBuilder()
            .withName("runner")
            .withImage("drawbridge:test")
            .withImageID("drawbridge@test")
            .withReady(false)
            .withRestartCount(0)
            .withState(state.build())
            .build();
    var status = new PodStatusBuilder().withPhase(phase).withContainerStatuses(container);
    if (disrupted) {
      status.withConditions(
          new PodConditionBuilder().withType("DisruptionTarget").withStatus("True").build());
    }
    var current = client.resource(Objects.requireNonNull(pod)).get();
    current.setStatus(status.build());
    pod = client.resource(current).updateStatus();
  }

  /** The operator takes its finalizer off the Job in the same moment. */
  private void finish(String condition) {
    OnConflict.again(() -> {
      var fresh = client.resource(job).get();
      if (fresh != null) {
        client.resource(finished(fresh, condition)).updateStatus();
      }
    });
  }

  private static Job finished(Job job, String condition) {
    var status = new JobBuilder(job).editOrNewStatus();
    if (status.getStartTime() == null) {
      status.withStartTime(now());
    }
    if (condition.equals("Complete")) {
      status.withCompletionTime(now()).withSucceeded(1);
      status.addNewCondition().withType("SuccessCriteriaMet").withStatus("True").endCondition();
    } else {
      status.addNewCondition().withType("FailureTarget").withStatus("True").endCondition();
    }
    return status
        .withNewUncountedTerminatedPods()
        .endUncountedTerminatedPods()
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .withReason("Played")
        .withLastTransitionTime(now())
        .endCondition()
        .endStatus()
        .build();
  }

  private static RunEvent event(
      int sequence,
      String phase,
      RunEvent.State state,
      @Nullable String subject,
      @Nullable AppliedVersions applied,
      @Nullable Closing closing) {
    return new RunEvent(
        RunEvent.VERSION,
        sequence,
        Instant.now(),
        phase,
        null,
        state,
        subject,
        null,
        3L,
        applied,
        closing);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
