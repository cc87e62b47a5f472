package dev.drawbridge.operator;

import dev.drawbridge.decide.ConfigMapDigest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store of an informer that leaves out what takes much room and is not looked at, so that
 * memory grows slowly with the cluster.
 */
final class Trimmed<T extends HasMetadata> implements ItemStore<T> {

  private final BasicItemStore<T> store = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
  private final UnaryOperator<T> trim;

  /**
   * @param further what to leave out besides, of each resource
   */
  Trimmed(Class<T> type, UnaryOperator<T> further) {
    trim = one -> further.apply(type.cast(trim(one)));
  }

  static HasMetadata trim(HasMetadata resource) {
    resource.getMetadata().setManagedFields(null);
    return switch (resource) {
      case ConfigMap configMap -> ConfigMapDigest.reduce(configMap);
      case Job job -> {
        job.setSpec(new JobSpec());
        yield job;
      }
      case Pod pod -> trim(pod);
      case Deployment deployment -> trim(deployment);
      default -> resource;
    };
  }

  private static Pod trim(Pod pod) {
    var spec = pod.getSpec();
    if (spec != null) {
      pod.setSpec(
          new PodSpecBuilder()
              .withNodeName(spec.getNodeName())
              .withSchedulingGates(spec.getSchedulingGates())
              .build());
    }
    return pod;
  }

  private static Deployment trim(Deployment deployment) {
    var spec = deployment.getSpec();
    if (spec != null) {
      deployment.setSpec(
          new DeploymentSpecBuilder()
              .withPaused(spec.getPaused())
              .withReplicas(spec.getReplicas())
              .withTemplate(withoutSpec(spec.getTemplate()))
              .build());
    }
    deployment.setStatus(counts(deployment.getStatus()));
    return deployment;
  }

  /** What tells whether pods of another template than the present one may run, and all are well. */
  private static @Nullable DeploymentStatus counts(@Nullable DeploymentStatus status) {
    return status == null
        ? null
        : new DeploymentStatusBuilder()
            .withObservedGeneration(status.getObservedGeneration())
            .withReplicas(status.getReplicas())
            .withUpdatedReplicas(status.getUpdatedReplicas())
            .withAvailableReplicas(status.getAvailableReplicas())
            .withConditions(progressing(status))
            .build();
  }

  private static List<DeploymentCondition> progressing(DeploymentStatus status) {
    return Stream.ofNullable(status.getConditions())
        .flatMap(List::stream)
        .filter(one -> "Progressing".equals(one.getType()) && "False".equals(one.getStatus()))
        .toList();
  }

  private static @Nullable PodTemplateSpec withoutSpec(@Nullable PodTemplateSpec template) {
    return template == null
        ? null
        : new PodTemplateSpecBuilder().withMetadata(template.getMetadata()).build();
  }

  @Override
  public String getKey(T item) {
    return store.getKey(item);
  }

  @Override
  public T put(String key, T item) {
    return store.put(key, trim.apply(item));
  }

  @Override
  public T remove(String key) {
    return store.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return store.keySet();
  }

  @Override
  public Stream<T> values() {
    return store.values();
  }

  @Override
  public int size() {
    return store.size();
  }

  @Override
  public T get(String key) {
    return store.get(key);
  }

  @Override
  public boolean isFullState() {
    return true;
  }
}
