package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the controller writes into a Job's status. */
final class JobStatusUpdate {

  private JobStatusUpdate() {}

  static JobStatus statusOf(Job job) {
    if (job.getStatus() == null) {
      job.setStatus(new JobStatus());
    }
    return job.getStatus();
  }

  static void write(
      KubernetesClient client, Job job, JobPods pods, Optional<JobOutcome> outcome, Instant now) {
    var status = statusOf(job);
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    if (status.getStartTime() == null) {
      status.setStartTime(time);
    }
    var active = outcome.isPresent() ? 0 : pods.active().size();
    var terminating = pods.terminating().size() + pods.active().size() - active;
    status.setActive(active == 0 ? null : active);
    status.setReady(pods.ready());
    status.setTerminating(terminating);
    outcome.ifPresent(end -> conclude(status, end, terminating == 0, time));
    client.resource(new JobBuilder(job).withStatus(status).build()).updateStatus();
  }

  /** First what was settled, and when no pod is left, that it is over. */
  private static void conclude(JobStatus status, JobOutcome end, boolean noPodLeft, String time) {
    add(status, end.succeeded() ? "SuccessCriteriaMet" : "FailureTarget", end, time);
    if (noPodLeft) {
      add(status, end.succeeded() ? "Complete" : "Failed", end, time);
      status.setCompletionTime(end.succeeded() ? time : null);
    }
  }

  private static void add(JobStatus status, String type, JobOutcome end, String time) {
    if (status.getConditions().stream().noneMatch(known -> known.getType().equals(type))) {
      status
          .getConditions()
          .add(
              new JobConditionBuilder()
                  .withType(type)
                  .withStatus("True")
                  .withReason(end.reason())
                  .withMessage(end.message())
                  .withLastProbeTime(time)
                  .withLastTransitionTime(time)
                  .build());
    }
  }
}
