package dev.drawbridge.operator;

import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.Release;
import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.GateRules;
import dev.drawbridge.decide.Need;
import dev.drawbridge.observe.DeploymentReading;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The loop of a Deployment that depends on a Migration: it is released when the rule says so. */
final class GateReconciler implements Reconciler<Deployment> {

  private static final String BY_MIGRATION = "migration";

  private final Release release;
  private final Announcer announcer;
  private final Meters meters;
  private @Nullable IndexerResourceCache<Deployment> deployments;
  private @Nullable InformerEventSource<Migration, Deployment> migrations;

  GateReconciler(Release release, Announcer announcer, Meters meters) {
    this.release = release;
    this.announcer = announcer;
    this.meters = meters;
  }

  @Override
  public List<EventSource<?, Deployment>> prepareEventSources(
      EventSourceContext<Deployment> context) {
    deployments = context.getPrimaryCache();
    deployments.addIndexers(Map.of(BY_MIGRATION, GateReconciler::migrationKey));
    var configuration =
        InformerEventSourceConfiguration.from(Migration.class, Deployment.class)
            .withSecondaryToPrimaryMapper(this::thatDependOn)
            .withPrimaryToSecondaryMapper(GateReconciler::migrationOf)
            .build();
    migrations =
        new InformerEventSource<>(
            TrimmedInformers.of(configuration, GateReconciler::reduce), context);
    return List.of(migrations);
  }

  @Override
  public UpdateControl<Deployment> reconcile(Deployment deployment, Context<Deployment> context) {
    DeploymentReading.view(deployment).ifPresent(view -> reconcile(deployment, view));
    return UpdateControl.noUpdate();
  }

  private void reconcile(Deployment deployment, DeploymentView view) {
    var migration = migration(view);
    var verdict = GateRules.decide(view, migration);
    announcer.announce(deployment, verdict.announcements());
    if (verdict.release() && release.release(view.namespace(), view.name())) {
      announcer.announce(deployment, List.of(GateRules.released(view, migration)));
      meters.countRelease();
    }
  }

  private Optional<Migration> migration(DeploymentView view) {
    return Objects.requireNonNull(migrations)
        .get(new ResourceID(view.need().migration(), view.namespace()));
  }

  Stream<Deployment> deployments() {
    return deployments == null ? Stream.empty() : deployments.list();
  }

  /** Leaves of a Migration only what the release rule looks at. */
  private static Migration reduce(Migration migration) {
    Optional.ofNullable(migration.getSpec()).ifPresent(spec -> migration.setSpec(spec.ofGate()));
    Optional.ofNullable(migration.getStatus())
        .ifPresent(status -> migration.setStatus(status.ofGate()));
    return migration;
  }

  private Set<ResourceID> thatDependOn(Migration migration) {
    var key = migration.getMetadata().getNamespace() + "/" + migration.getMetadata().getName();
    return Set.copyOf(
        Objects.requireNonNull(deployments).byIndex(BY_MIGRATION, key).stream()
            .map(ResourceID::fromResource)
            .toList());
  }

  private static Set<ResourceID> migrationOf(Deployment deployment) {
    return Need.of(deployment)
        .map(need -> new ResourceID(need.migration(), deployment.getMetadata().getNamespace()))
        .map(Set::of)
        .orElse(Set.of());
  }

  private static List<String> migrationKey(Deployment deployment) {
    return migrationOf(deployment).stream()
        .map(id -> deployment.getMetadata().getNamespace() + "/" + id.getName())
        .toList();
  }
}
