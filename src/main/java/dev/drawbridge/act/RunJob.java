package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.decide.RunPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job of a run: a pure function of the Migration and the plan. One pod, started again only
 * where that is safe.
 */
public final class RunJob {

  private static final Duration KEPT_AFTER_THE_END = Duration.ofDays(1);

  private final RunPod pod;

  public RunJob(RunPod pod) {
    this.pod = pod;
  }

  public Job of(Migration migration, RunPlan plan) {
    var settings = migration.getSpec().podSettings();
    var labels = new TreeMap<>(settings.labels());
    labels.putAll(labels(migration, plan));
    var annotations = new TreeMap<>(settings.annotations());
    annotations.putAll(owned(migration));
    var failures = FailurePolicy.of(migration, plan);
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(migration.getMetadata().getNamespace())
        .withName(plan.job())
        .withLabels(labels(migration, plan))
        .withAnnotations(annotations(migration, plan))
        .withFinalizers(Markers.RUN_FINALIZER)
        .withOwnerReferences(owner(migration))
        .endMetadata()
        .withNewSpec()
        .withParallelism(1)
        .withCompletions(1)
        .withBackoffLimit(failures.backoffLimit())
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(failures.rules())
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

  private static Map<String, String> labels(Migration migration, RunPlan plan) {
    var labels = new TreeMap<String, String>();
    labels.put(Markers.RUN_LABEL, plan.run());
    labels.put("app.kubernetes.io/managed-by", "drawbridge");
    plan.checksOnly().ifPresent(part -> labels.put(Markers.FOLLOW_UP_LABEL, part.word()));
    if (WayBack.is(migration)) {
      labels.put(Markers.ROLLBACK_LABEL, migration.getMetadata().getName());
    }
    return labels;
  }

  /** By which the loop of Migrations finds its own. */
  private static Map<String, String> owned(Migration migration) {
    return WayBack.is(migration)
        ? Map.of()
        : Map.of(Markers.MIGRATION_ANNOTATION, migration.getMetadata().getName());
  }

  private static Map<String, String> annotations(Migration migration, RunPlan plan) {
    var annotations = new TreeMap<String, String>();
    annotations.putAll(owned(migration));
    annotations.put(Markers.INPUTS_ANNOTATION, plan.inputs());
    annotations.put(
        Markers.GENERATION_ANNOTATION, migration.getMetadata().getGeneration().toString());
    annotations.put(Markers.SECRET_ANNOTATION, migration.getSpec().database().access());
    annotations.put(Markers.QUEUE_ANNOTATION, plan.queue());
    annotations.put(Markers.DEADLINE_ANNOTATION, plan.deadline().toString());
    plan.retry().ifPresent(value -> annotations.put(Markers.RETRY_ANNOTATION, value));
    plan.consent()
        .filter(consent -> !consent.by().isEmpty())
        .ifPresent(consent -> annotations.put(Markers.APPROVED_BY_ANNOTATION, consent.by()));
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
}
