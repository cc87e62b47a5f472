package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.observe.MigrationObserver;
import dev.drawbridge.observe.Surroundings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What wakes the Migration's loop, and the caches that it looks at. */
final class MigrationSources {

  private static final String BUSY = "busy";
  private static final String BY_CONFIG_MAP = "configMap";
  private static final String BY_POD = "pod";
  private static final String AT_WORK = "atWork";
  private static final List<String> AT_WORK_ONLY = List.of(AT_WORK);

  private final KubernetesClient client;
  private final Configuration configuration;
  private final Clock clock;
  private final SimpleInboundEventSource<Migration> wake = new SimpleInboundEventSource<>("wake");
  private @Nullable IndexerResourceCache<Migration> migrations;
  private @Nullable Surroundings surroundings;
  private @Nullable MigrationObserver observer;

  MigrationSources(KubernetesClient client, Configuration configuration, Clock clock) {
    this.client = client;
    this.configuration = configuration;
    this.clock = clock;
  }

  List<EventSource<?, Migration>> prepare(EventSourceContext<Migration> context) {
    migrations = context.getPrimaryCache();
    migrations.addIndexers(
        Map.of(BUSY, MigrationSources::busy, BY_CONFIG_MAP, MigrationSources::configMapKeys));
    var jobs =
        informer(context, Job.class, MigrationSources::migrationByAnnotation, Markers.RUN_LABEL);
    var pods =
        informer(context, Pod.class, MigrationSources::migrationByAnnotation, Markers.RUN_LABEL);
    var deployments = new InformerEventSource<>(deployments(), context);
    var configMaps = new InformerEventSource<>(configMaps(), context);
    var mounts = new InformerEventSource<>(failedMounts(pods), context);
    mounts.addIndexers(Map.of(BY_POD, MigrationSources::podOf));
    jobs.addIndexers(Map.of(AT_WORK, job -> Surroundings.isAtWork(job) ? AT_WORK_ONLY : List.of()));
    surroundings =
        new Surroundings(this::listBusy, () -> jobs.byIndex(AT_WORK, AT_WORK), this::ownerOf);
    observer =
        new MigrationObserver(
            client,
            configMaps,
            surroundings,
            pod -> latest(mounts, pod),
            configuration.runsAtOnce(),
            clock);
    return List.of(jobs, pods, deployments, configMaps, mounts, wake);
  }

  MigrationObserver observer() {
    return Objects.requireNonNull(observer, "asked before the event sources were prepared");
  }

  /** The runs of other Migrations that the caches show now. */
  List<Neighbour> runningBesides(Migration migration) {
    return Objects.requireNonNull(surroundings).of(migration);
  }

  private Optional<Migration> ownerOf(Job job) {
    return migrationByAnnotation(job).stream()
        .findFirst()
        .flatMap(id -> Objects.requireNonNull(migrations).get(id));
  }

  Stream<Migration> migrations() {
    return migrations == null ? Stream.empty() : migrations.list();
  }

  /** Looks again at every Migration that waits for another one to end. */
  void wakeWaiting() {
    listBusy().stream()
        .filter(migration -> migration.runUnderWay().isEmpty())
        .forEach(migration -> wake.propagateEvent(ResourceID.fromResource(migration)));
  }

  boolean isBusy(Migration migration) {
    return !busy(migration).isEmpty();
  }

  private List<Migration> listBusy() {
    return Objects.requireNonNull(migrations).byIndex(BUSY, BUSY);
  }

  private static List<String> busy(Migration migration) {
    var status = migration.getStatus();
    return status != null && (migration.runUnderWay().isPresent() || status.phase() == Phase.QUEUED)
        ? List.of(BUSY)
        : List.of();
  }

  private <R extends HasMetadata> InformerEventSource<R, Migration> informer(
      EventSourceContext<Migration> context,
      Class<R> type,
      SecondaryToPrimaryMapper<R> mapper,
      String label) {
    var plain =
        InformerEventSourceConfiguration.from(type, Migration.class)
            .withLabelSelector(label)
            .withSecondaryToPrimaryMapper(mapper)
            .build();
    return new InformerEventSource<>(TrimmedInformers.of(plain), context);
  }

  private InformerEventSourceConfiguration<Deployment> deployments() {
    return TrimmedInformers.of(
        InformerEventSourceConfiguration.from(Deployment.class, Migration.class)
            .withLabelSelector(Markers.MIGRATION_LABEL)
            .withSecondaryToPrimaryMapper(MigrationSources::migrationByLabel)
            .withOnUpdateFilter(this::wakeTheOneBefore)
            .build());
  }

  /** Always true: a Deployment that turns to another Migration is news for the one it leaves. */
  private boolean wakeTheOneBefore(Deployment now, Deployment before) {
    var left = new HashSet<>(migrationByLabel(before));
    left.removeAll(migrationByLabel(now));
    left.forEach(wake::propagateEvent);
    return true;
  }

  private InformerEventSourceConfiguration<ConfigMap> configMaps() {
    return TrimmedInformers.of(
        InformerEventSourceConfiguration.from(ConfigMap.class, Migration.class)
            .withSecondaryToPrimaryMapper(this::migrationsThatName)
            .withPrimaryToSecondaryMapper(MigrationSources::configMapsOf)
            .build());
  }

  private Set<ResourceID> migrationsThatName(ConfigMap configMap) {
    var key = configMap.getMetadata().getNamespace() + "/" + configMap.getMetadata().getName();
    return ids(Objects.requireNonNull(migrations).byIndex(BY_CONFIG_MAP, key));
  }

  private static Set<ResourceID> ids(List<Migration> found) {
    return Set.copyOf(found.stream().map(ResourceID::fromResource).toList());
  }

  private static Set<ResourceID> configMapsOf(Migration migration) {
    var namespace = migration.getMetadata().getNamespace();
    return Set.copyOf(
        configMapNames(migration).stream().map(name -> new ResourceID(name, namespace)).toList());
  }

  static List<String> configMapKeys(Migration migration) {
    return configMapNames(migration).stream()
        .map(name -> migration.getMetadata().getNamespace() + "/" + name)
        .toList();
  }

  private static List<String> configMapNames(Migration migration) {
    return Optional.ofNullable(migration.getSpec())
        .map(MigrationSpec::configMaps)
        .orElse(List.of());
  }

  /** The UID of the pod that {@code event} is about; not every writer of events gives one. */
  static List<String> podOf(Event event) {
    return Stream.ofNullable(event.getInvolvedObject())
        .flatMap(pod -> Stream.ofNullable(pod.getUid()))
        .toList();
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
        .map(MigrationSources::migrationByAnnotation)
        .orElse(Set.of());
  }

  private static Optional<Event> latest(InformerEventSource<Event, Migration> mounts, Pod pod) {
    return mounts.byIndex(BY_POD, pod.getMetadata().getUid()).stream()
        .max(
            Comparator.comparing(
                event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")));
  }

  static Set<ResourceID> migrationByAnnotation(HasMetadata resource) {
    return named(resource, resource.getMetadata().getAnnotations(), Markers.MIGRATION_ANNOTATION);
  }

  private static Set<ResourceID> migrationByLabel(HasMetadata resource) {
    return named(resource, resource.getMetadata().getLabels(), Markers.MIGRATION_LABEL);
  }

  private static Set<ResourceID> named(
      HasMetadata resource, @Nullable Map<String, String> marks, String key) {
    var name = marks == null ? null : marks.get(key);
    return name == null || name.isEmpty()
        ? Set.of()
        : Set.of(new ResourceID(name, resource.getMetadata().getNamespace()));
  }
}
