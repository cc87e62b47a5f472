package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.report.Exit;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job of a run: a pure function of the Migration and the plan. One pod, started again only
 * where that is safe.
 */
public final class RunJob {

  private static final Duration KEPT_AFTER_THE_END = Duration.ofDays(1);

  /**
   * How often an unreachable database is tried by a new pod; within each pod the runner tries again
   * by itself.
   */
  private static final int MOST_RETRIES = 3;

  private final RunPod pod;

  public RunJob(RunPod pod) {
    this.pod = pod;
  }

  public Job of(Migration migration, RunPlan plan) {
    var settings = migration.getSpec().podSettings();
    var labels = new TreeMap<>(settings.labels());
    labels.putAll(labels(plan));
    var annotations = new TreeMap<>(settings.annotations());
    annotations.put(Markers.MIGRATION_ANNOTATION, migration.getMetadata().getName());
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(migration.getMetadata().getNamespace())
        .withName(plan.job())
        .withLabels(labels(plan))
        .withAnnotations(annotations(migration, plan))
        .withFinalizers(Markers.RUN_FINALIZER)
        .withOwnerReferences(owner(migration))
        .endMetadata()
        .withNewSpec()
        .withParallelism(1)
        .withCompletions(1)
        .withBackoffLimit(migration.getSpec().runsTools() ? 0 : MOST_RETRIES)
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(migration.getSpec().runsTools() ? policyOfTools() : failurePolicy())
        .withTtlSecondsAfterFinished((int) KEPT_AFTER_THE_END.toSeconds())
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withSpec(pod.of(migration, plan))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(RunPlan plan) {
    return new TreeMap<>(
        Map.of(Markers.RUN_LABEL, plan.run(), "app.kubernetes.io/managed-by", "drawbridge"));
  }

  private static Map<String, String> annotations(Migration migration, RunPlan plan) {
    var annotations = new TreeMap<String, String>();
    annotations.put(Markers.MIGRATION_ANNOTATION, migration.getMetadata().getName());
    annotations.put(Markers.INPUTS_ANNOTATION, plan.inputs());
    annotations.put(
        Markers.GENERATION_ANNOTATION, migration.getMetadata().getGeneration().toString());
    annotations.put(Markers.SECRET_ANNOTATION, migration.getSpec().database().access());
    annotations.put(Markers.QUEUE_ANNOTATION, plan.queue());
    annotations.put(Markers.DEADLINE_ANNOTATION, plan.deadline().toString());
    plan.retry().ifPresent(value -> annotations.put(Markers.RETRY_ANNOTATION, value));
    plan.previous().ifPresent(previous -> annotations.put(Markers.PREVIOUS_ANNOTATION, previous));
    var release = migration.getSpec().release();
    if (release != null) {
      annotations.put(Markers.RELEASE_ANNOTATION, release);
    }
    return annotations;
  }

  private static OwnerReference owner(HasMetadata migration) {
    return new OwnerReferenceBuilder()
        .withApiVersion(migration.getApiVersion())
        .withKind(migration.getKind())
        .withName(migration.getMetadata().getName())
        .withUid(migration.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /**
   * What a tool does when it is started twice nobody knows, so no failure brings another pod, but
   * one: before anything was done, the database could not be reached.
   */
  private static PodFailurePolicy policyOfTools() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .withNewOnExitCodes()
        .withContainerName(PodView.runner(0, false))
        .withOperator("In")
        .withValues(Exit.UNREACHABLE.code())
        .endOnExitCodes()
        .endRule()
        .build();
  }

  /** A disruption and an unreachable database bring another pod. Any other end is the end. */
  private static PodFailurePolicy failurePolicy() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(PodView.RUNNER)
        .withOperator("NotIn")
        .withValues(Exit.VERIFIED.code(), Exit.UNREACHABLE.code())
        .endOnExitCodes()
        .endRule()
        .build();
  }
}
