package dev.drawbridge.observe;

import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.decide.Circle;
import dev.drawbridge.decide.ConfigMapDigest;
import dev.drawbridge.decide.Dependencies;
import dev.drawbridge.decide.DependencyView;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.RolloutView;
import dev.drawbridge.decide.Snapshot;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the Migrations that come before one, and what depends on them. From the cache as long as
 * they are not verified; then from the API server, because a run starts by it.
 *
 * @param migrations the Migration of a name, from the cache
 * @param configMaps the ConfigMap of a name, from the cache
 * @param serverTime what time it is by the API server's clock, asked by reading a Migration
 * @param dependants those that name a Migration as one that comes first, from the cache
 * @param withRollouts whether Rollouts are among what depends on them
 */
public record DependencyObserver(
    KubernetesClient client,
    Function<ResourceID, Optional<Migration>> migrations,
    Function<ResourceID, Optional<ConfigMap>> configMaps,
    Function<Migration, Optional<Instant>> serverTime,
    Function<Migration, List<Migration>> dependants,
    boolean withRollouts) {

  /** What {@code snapshot}'s Migration waits for, and what stands on it. */
  Dependencies of(Snapshot snapshot) {
    return before(snapshot)
        .with(
            snapshot.rollbacks().stream().allMatch(Rollback::isOver)
                ? List.of()
                : dependants.apply(snapshot.migration()));
  }

  private Dependencies before(Snapshot snapshot) {
    var asked = snapshot.spec().dependsOn();
    if (asked.isEmpty()) {
      return Dependencies.NONE;
    }
    var namespace = snapshot.migration().getMetadata().getNamespace();
    var circle = Circle.through(snapshot.name(), name -> before(name, namespace));
    if (!circle.isEmpty() || !snapshot.mayStartARun()) {
      return new Dependencies(circle, List.of(), Optional.empty(), List.of());
    }
    var views = asked.stream().map(one -> view(one, namespace)).toList();
    var isTimed =
        views.stream().anyMatch(one -> one.isVerified() && !one.asked().soakOrNone().isZero());
    return new Dependencies(
        circle,
        views,
        isTimed ? serverTime.apply(snapshot.migration()) : Optional.empty(),
        List.of());
  }

  private List<String> before(String name, String namespace) {
    return migrations
        .apply(new ResourceID(name, namespace))
        .map(found -> found.getSpec().dependsOn().stream().map(Dependency::name).toList())
        .orElse(List.of());
  }

  private DependencyView view(Dependency asked, String namespace) {
    var cached = migrations.apply(new ResourceID(asked.name(), namespace));
    var view = view(asked, cached, List.of());
    if (!view.isVerified()) {
      return view;
    }
    var fresh =
        Optional.ofNullable(
            client.resources(Migration.class).inNamespace(namespace).withName(asked.name()).get());
    return view(asked, fresh, rollouts(asked.name(), namespace));
  }

  private DependencyView view(
      Dependency asked, Optional<Migration> migration, List<RolloutView> rollouts) {
    return new DependencyView(asked, migration, migration.map(this::inputs), rollouts);
  }

  private Inputs inputs(Migration migration) {
    var namespace = migration.getMetadata().getNamespace();
    return Inputs.of(
        migration,
        name -> configMaps.apply(new ResourceID(name, namespace)).map(ConfigMapDigest::content));
  }

  private List<RolloutView> rollouts(String migration, String namespace) {
    var deployments = labelled(Deployment.class, migration, namespace);
    var rollouts =
        withRollouts
            ? labelled(Rollout.class, migration, namespace).map(Rollout::asDeployment)
            : Stream.<Deployment>empty();
    var pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabel(Markers.MIGRATION_LABEL, migration)
            .list()
            .getItems()
            .stream()
            .filter(pod -> !RolloutReading.isOver(pod))
            .flatMap(pod -> PodOwners.view(pod).stream())
            .map(RolloutReading::ofPod);
    return Stream.concat(
            Stream.concat(deployments, rollouts).flatMap(one -> view(one).stream()), pods)
        .toList();
  }

  private <R extends HasMetadata> Stream<R> labelled(
      Class<R> type, String migration, String namespace) {
    return client
        .resources(type)
        .inNamespace(namespace)
        .withLabel(Markers.MIGRATION_LABEL, migration)
        .list()
        .getItems()
        .stream();
  }

  private Optional<RolloutView> view(Deployment deployment) {
    return DeploymentReading.view(deployment).map(view -> reading(deployment).view(view));
  }

  private RolloutReading reading(Deployment deployment) {
    var namespace = deployment.getMetadata().getNamespace();
    var selector = deployment.getSpec().getSelector();
    return selector == null
        ? new RolloutReading(deployment, List.of(), List.of())
        : new RolloutReading(
            deployment,
            selected(client.apps().replicaSets().inNamespace(namespace), selector),
            selected(client.pods().inNamespace(namespace), selector));
  }

  private static <
          R extends HasMetadata,
          L extends io.fabric8.kubernetes.api.model.KubernetesResourceList<R>>
      List<R> selected(FilterWatchListDeletable<R, L, ?> all, LabelSelector selector) {
    return all.withLabelSelector(selector).list().getItems();
  }
}
