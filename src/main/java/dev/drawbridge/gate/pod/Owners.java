package dev.drawbridge.gate.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds whose pods wait by themselves, as far as they are alike. */
public final class Owners {

  private Owners() {}

  /** Whether it is one of those kinds. */
  public static boolean isOne(HasMetadata resource) {
    return resource instanceof StatefulSet
        || resource instanceof DaemonSet
        || resource instanceof Job
        || resource instanceof CronJob;
  }

  /** What pods are made from; empty if there is none, or it is of another kind. */
  static Optional<PodTemplateSpec> template(@Nullable HasMetadata owner) {
    return switch (owner) {
      case StatefulSet set -> Optional.ofNullable(set.getSpec()).map(StatefulSetSpec::getTemplate);
      case DaemonSet set -> Optional.ofNullable(set.getSpec()).map(DaemonSetSpec::getTemplate);
      case Job job -> Optional.ofNullable(job.getSpec()).map(JobSpec::getTemplate);
      case CronJob job ->
          Optional.ofNullable(job.getSpec())
              .map(CronJobSpec::getJobTemplate)
              .map(JobTemplateSpec::getSpec)
              .map(JobSpec::getTemplate);
      case null, default -> Optional.empty();
    };
  }

  static @Nullable ObjectMeta templateMetadata(@Nullable HasMetadata owner) {
    return template(owner).map(PodTemplateSpec::getMetadata).orElse(null);
  }

  /** A copy that may be changed. */
  static HasMetadata copy(HasMetadata owner) {
    return switch (owner) {
      case StatefulSet set -> new StatefulSetBuilder(set).build();
      case DaemonSet set -> new DaemonSetBuilder(set).build();
      case Job job -> new JobBuilder(job).build();
      case CronJob job -> new CronJobBuilder(job).build();
      default -> throw new IllegalArgumentException("makes no pods: " + owner.getKind());
    };
  }
}
