package dev.drawbridge.operator;

import dev.drawbridge.act.ServerTime;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.StartOrder;
import dev.drawbridge.observe.DependencyObserver;
import dev.drawbridge.observe.MigrationObserver;
import dev.drawbridge.observe.MigrationObserver.FoundLeaks;
import dev.drawbridge.observe.Surroundings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What wakes the Migration's loop, and the caches that it looks at. */
final class MigrationSources {

  private static final String BUSY = "busy";
  private static final String BY_DEPENDENCY = "dependency";
  private static final String BY_CONFIG_MAP = "configMap";
  private static final String BY_POD = "pod";
  private static final String AT_WORK = "atWork";
  private static final List<String> AT_WORK_ONLY = List.of(AT_WORK);

  private final KubernetesClient client;
  private final Configuration configuration;
  private final Rollouts rollouts;
  private final FoundLeaks leaks;
  private final Clock clock;
  private final SimpleInboundEventSource<Migration> wake = new SimpleInboundEventSource<>("wake");
  private @Nullable IndexerResourceCache<Migration> migrations;
  private @Nullable InformerEventSource<Rollback, Migration> rollbacks;
  private @Nullable Surroundings surroundings;
  private @Nullable MigrationObserver observer;

  MigrationSources(
      KubernetesClient client,
      Configuration configuration,
      Rollouts rollouts,
      FoundLeaks leaks,
      Clock clock) {
    this.client = client;
    this.configuration = configuration;
    this.rollouts = rollouts;
    this.leaks = leaks;
    this.clock = clock;
  }

  List<EventSource<?, Migration>> prepare(EventSourceContext<Migration> context) {
    migrations = context.getPrimaryCache();
    migrations.addIndexers(
        Map.of(
            BUSY,
            MigrationSources::busy,
            BY_CONFIG_MAP,
            References::configMapKeys,
            BY_DEPENDENCY,
            References::dependencyKeys));
    var jobs = partsOfRuns(Job.class, context);
    var pods = partsOfRuns(Pod.class, context);
    var configMaps = new InformerEventSource<>(configMaps(), context);
    var mounts = new InformerEventSource<>(failedMounts(pods), context);
    mounts.addIndexers(Map.of(BY_POD, References::podOf));
    var rollbackSource = new InformerEventSource<>(rollbackConfiguration(), context);
    rollbacks = rollbackSource;
    jobs.addIndexers(Map.of(AT_WORK, job -> Surroundings.isAtWork(job) ? AT_WORK_ONLY : List.of()));
    surroundings =
        new Surroundings(this::busyAround, () -> jobs.byIndex(AT_WORK, AT_WORK), this::ownerOf);
    observer =
        new MigrationObserver(
            client,
            configMaps,
            surroundings,
            forerunners(configMaps),
            pod -> latest(mounts, pod),
            rollouts.areReleased(),
            leaks,
            configuration.runsAtOnce(),
            clock);
    var besides = Stream.of(jobs, pods, configMaps, mounts, rollbackSource, wake);
    var dependents =
        new Dependents(rollouts.areReleased(), this::withThoseAfter, wake::propagateEvent);
    return Stream.concat(besides, dependents.sources(context)).toList();
  }

  private DependencyObserver forerunners(InformerEventSource<ConfigMap, Migration> configMaps) {
    return new DependencyObserver(
        client,
        this::migration,
        configMaps::get,
        read -> ServerTime.of(client, read),
        this::dependantsOf,
        rollouts.areReleased());
  }

  MigrationObserver observer() {
    return Objects.requireNonNull(observer, "asked before the event sources were prepared");
  }

  /** The runs of other Migrations that the caches show now. */
  List<Neighbour> runningBesides(Migration migration) {
    return Objects.requireNonNull(surroundings).of(migration);
  }

  private Optional<Migration> ownerOf(Job job) {
    var rollback =
        References.rollbackByLabel(job).stream()
            .findFirst()
            .flatMap(id -> Objects.requireNonNull(rollbacks).get(id));
    if (rollback.isPresent()) {
      return wayBack(rollback.get());
    }
    return References.migrationByAnnotation(job).stream()
        .findFirst()
        .flatMap(id -> Objects.requireNonNull(migrations).get(id));
  }

  /** The Migration of this name, from the cache. */
  Optional<Migration> migration(ResourceID id) {
    return Objects.requireNonNull(migrations).get(id);
  }

  /** Those of its namespace that name it as one that comes first. */
  List<Migration> dependantsOf(Migration migration) {
    return byDependency(ResourceID.fromResource(migration));
  }

  private List<Migration> byDependency(ResourceID first) {
    var key = first.getNamespace().orElse("") + "/" + first.getName();
    return Objects.requireNonNull(migrations).byIndex(BY_DEPENDENCY, key);
  }

  private Optional<Migration> wayBack(Rollback rollback) {
    return References.migrationOf(rollback).stream()
        .findFirst()
        .flatMap(this::migration)
        .map(migration -> WayBack.of(rollback, migration));
  }

  /** Those that run or wait, also Rollbacks, as the Migrations that lead back. */
  private List<Migration> busyAround() {
    var back =
        Objects.requireNonNull(rollbacks)
            .list()
            .filter(rollback -> !rollback.isOver())
            .flatMap(rollback -> wayBack(rollback).stream())
            .filter(this::isBusy);
    return Stream.concat(listBusy().stream(), back).toList();
  }

  Stream<Migration> migrations() {
    return migrations == null ? Stream.empty() : migrations.list();
  }

  /** Looks again at the Migrations that may be next, now that another one is over. */
  void wakeWaiting() {
    var waiting =
        listBusy().stream().filter(migration -> migration.runUnderWay().isEmpty()).toList();
    if (waiting.isEmpty()) {
      return;
    }
    var everyone = Objects.requireNonNull(surroundings).all();
    var next = StartOrder.next(everyone, configuration.runsAtOnce());
    waiting.stream()
        .filter(migration -> next.contains(migration.qualifiedName()))
        .forEach(migration -> wake.propagateEvent(ResourceID.fromResource(migration)));
  }

  /** Looks again at the Migration that {@code dependent} depends on. */
  void wakeThatOf(HasMetadata dependent) {
    References.migrationByLabel(dependent).forEach(wake::propagateEvent);
  }

  /** Looks again at the Migrations that wait for {@code migration}, which shows something new. */
  void wakeThoseAfter(Migration migration) {
    after(ResourceID.fromResource(migration)).forEach(wake::propagateEvent);
  }

  private Set<ResourceID> after(ResourceID first) {
    return ids(byDependency(first));
  }

  /** What depends on a Migration matters to those that wait for it, too. */
  private Set<ResourceID> withThoseAfter(Set<ResourceID> named) {
    return named.stream()
        .flatMap(one -> Stream.concat(Stream.of(one), after(one).stream()))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean isBusy(Migration migration) {
    return !busy(migration).isEmpty();
  }

  private List<Migration> listBusy() {
    return Objects.requireNonNull(migrations).byIndex(BUSY, BUSY);
  }

  private static List<String> busy(Migration migration) {
    var status = migration.getStatus();
    return status != null
            && (migration.runUnderWay().isPresent()
                || status.phase() == Phase.QUEUED
                || status.followUpUnderWay().isPresent())
        ? List.of(BUSY)
        : List.of();
  }

  private static <R extends HasMetadata> InformerEventSource<R, Migration> partsOfRuns(
      Class<R> type, EventSourceContext<Migration> context) {
    var plain =
        InformerEventSourceConfiguration.from(type, Migration.class)
            .withLabelSelector(Markers.RUN_LABEL)
            .withSecondaryToPrimaryMapper(References::migrationByAnnotation)
            .build();
    return new InformerEventSource<>(TrimmedInformers.of(plain), context);
  }

  private static InformerEventSourceConfiguration<Rollback> rollbackConfiguration() {
    return TrimmedInformers.of(
        InformerEventSourceConfiguration.from(Rollback.class, Migration.class)
            .withSecondaryToPrimaryMapper(References::migrationOf)
            .build());
  }

  private InformerEventSourceConfiguration<ConfigMap> configMaps() {
    return TrimmedInformers.of(
        InformerEventSourceConfiguration.from(ConfigMap.class, Migration.class)
            .withSecondaryToPrimaryMapper(this::migrationsThatName)
            .withPrimaryToSecondaryMapper(References::configMapsOf)
            .build());
  }

  private Set<ResourceID> migrationsThatName(ConfigMap configMap) {
    var key = configMap.getMetadata().getNamespace() + "/" + configMap.getMetadata().getName();
    return ids(Objects.requireNonNull(migrations).byIndex(BY_CONFIG_MAP, key));
  }

  private static Set<ResourceID> ids(List<Migration> found) {
    return Set.copyOf(found.stream().map(ResourceID::fromResource).toList());
  }

  private static InformerEventSourceConfiguration<Event> failedMounts(
      InformerEventSource<Pod, Migration> pods) {
    return InformerEventSourceConfiguration.from(Event.class, Migration.class)
        .withFieldSelector(
            new FieldSelector(
                new FieldSelector.Field("involvedObject.kind", "Pod"),
                new FieldSelector.Field("reason", "FailedMount")))
        .withSecondaryToPrimaryMapper(event -> migrationOfPod(pods, event))
        .build();
  }

  private static Set<ResourceID> migrationOfPod(
      InformerEventSource<Pod, Migration> pods, Event event) {
    return Optional.ofNullable(event.getInvolvedObject())
        .filter(pod -> pod.getName() != null)
        .flatMap(pod -> pods.get(new ResourceID(pod.getName(), pod.getNamespace())))
        .map(References::migrationByAnnotation)
        .orElse(Set.of());
  }

  private static Optional<Event> latest(InformerEventSource<Event, Migration> mounts, Pod pod) {
    return mounts.byIndex(BY_POD, pod.getMetadata().getUid()).stream()
        .max(
            Comparator.comparing(
                event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")));
  }
}
