package dev.drawbridge.operator;

import dev.drawbridge.act.Announcer;
import dev.drawbridge.act.Explanation;
import dev.drawbridge.act.LettingGo;
import dev.drawbridge.act.Withdrawal;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.GateRules;
import dev.drawbridge.decide.GateRules.GateVerdict;
import dev.drawbridge.decide.GateSnapshot;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.LeakSigns;
import dev.drawbridge.observe.DeploymentReading;
import dev.drawbridge.observe.RunningTemplates;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The loop of what depends on a Migration, for one kind: it is released when the rule says so, and
 * until then it says why it waits.
 */
final class GateLoop<R extends HasMetadata> implements Gates {

  private static final String BY_MIGRATION = "migration";

  private final Gated<R> kind;
  private final LettingGo release;
  private final Withdrawal<R> withdrawal;
  private final Explanation explanation;
  private final Announcer announcer;
  private final LeakWatch leakWatch;
  private final Consumer<HasMetadata> wakeMigration;
  private final Meters meters;
  private final Clock clock;
  private final Holds holds = new Holds();
  private @Nullable IndexerResourceCache<R> cache;
  private @Nullable InformerEventSource<Migration, R> migrations;

  /**
   * A loop that begins with the operator.
   *
   * @param wakeMigration is told of a resource when there is news of its leaks
   */
  GateLoop(
      KubernetesClient client,
      Gated<R> kind,
      LettingGo release,
      Announcer announcer,
      Consumer<HasMetadata> wakeMigration,
      Meters meters,
      Clock clock) {
    this.kind = kind;
    this.release = release;
    withdrawal = new Withdrawal<>(client, kind);
    explanation = new Explanation(client);
    leakWatch = new LeakWatch(new RunningTemplates<>(client, kind), announcer);
    this.wakeMigration = wakeMigration;
    this.announcer = announcer;
    this.meters = meters;
    this.clock = clock;
  }

  List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    cache = context.getPrimaryCache();
    cache.addIndexers(Map.of(BY_MIGRATION, GateLoop::migrationKey));
    var configuration =
        InformerEventSourceConfiguration.from(Migration.class, kind.type())
            .withSecondaryToPrimaryMapper(this::thatDependOn)
            .withPrimaryToSecondaryMapper(References::migrationByLabel)
            .build();
    migrations =
        new InformerEventSource<>(TrimmedInformers.of(configuration, GateLoop::reduce), context);
    return List.of(migrations);
  }

  UpdateControl<R> reconcile(R resource, Context<R> context) {
    var deployment = kind.view(resource);
    var view = DeploymentReading.view(deployment);
    if (context.isPrimaryResourceDeleted() || view.isEmpty()) {
      holds.forget(deployment);
      leakWatch.forget(deployment);
      return UpdateControl.noUpdate();
    }
    var snapshot = snapshot(deployment, view.get());
    var verdict = GateRules.decide(snapshot);
    perform(resource, deployment, snapshot, verdict);
    var signs = LeakSigns.of(snapshot, DeploymentReading.pods(deployment));
    var looked = leakWatch.look(deployment, signs, snapshot.now());
    if (looked.isNews()) {
      wakeMigration.accept(deployment);
    }
    return Stream.of(verdict.lookAgain(), looked.lookAgain())
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(UpdateControl.<R>noUpdate()::rescheduleAfter)
        .orElseGet(UpdateControl::noUpdate);
  }

  private GateSnapshot snapshot(Deployment deployment, DeploymentView view) {
    var now = clock.instant();
    if (!view.isHeld()) {
      holds.forget(deployment);
    }
    return new GateSnapshot(
        view,
        Hold.annotationOf(deployment, Markers.HELD_BECAUSE_ANNOTATION),
        view.isHeld() ? holds.of(deployment, now) : Holds.startingNow(deployment, now),
        migration(view),
        now);
  }

  /** The release first: what is only told must not hold it up. */
  private void perform(
      R resource, Deployment deployment, GateSnapshot snapshot, GateVerdict verdict) {
    var view = snapshot.deployment();
    // A pod that runs cannot be held again.
    if (verdict.withdraw() && kind.hasReplicaSets()) {
      withdrawal.withdraw(view.namespace(), view.name());
    }
    if (verdict.release() && release.release(view.namespace(), view.name())) {
      announcer.announce(deployment, List.of(GateRules.released(snapshot)));
      meters.countRelease();
    }
    announcer.announce(deployment, verdict.announcements());
    verdict.explanation().ifPresent(sentence -> explanation.write(resource, sentence));
  }

  private Optional<Migration> migration(DeploymentView view) {
    return Objects.requireNonNull(migrations)
        .get(new ResourceID(view.need().migration(), view.namespace()));
  }

  @Override
  public Stream<Deployment> deployments() {
    return cache == null ? Stream.empty() : cache.list().map(kind::view);
  }

  @Override
  public Stream<Instant> holdStarts() {
    return holds.starts();
  }

  /** What is known of a leak; empty if this loop has not looked for one. */
  Optional<Optional<String>> leak(DeploymentView view) {
    return leakWatch.found(view);
  }

  @Override
  public long leaks() {
    return leakWatch.leaks();
  }

  /** Leaves of a Migration only what the release rule looks at. */
  static Migration reduce(Migration migration) {
    Optional.ofNullable(migration.getSpec()).ifPresent(spec -> migration.setSpec(spec.ofGate()));
    Optional.ofNullable(migration.getStatus())
        .ifPresent(status -> migration.setStatus(status.ofGate()));
    return migration;
  }

  private Set<ResourceID> thatDependOn(Migration migration) {
    return Set.copyOf(
        Objects.requireNonNull(cache).byIndex(BY_MIGRATION, migration.qualifiedName()).stream()
            .map(ResourceID::fromResource)
            .toList());
  }

  private static <R extends HasMetadata> List<String> migrationKey(R resource) {
    return References.migrationByLabel(resource).stream()
        .map(id -> resource.getMetadata().getNamespace() + "/" + id.getName())
        .toList();
  }
}
