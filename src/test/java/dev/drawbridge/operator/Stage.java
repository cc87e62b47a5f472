package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.sandbox.OnConflict;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One test's namespace, the operators that watch it, and the hands of those who apply things there.
 */
final class Stage implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONGER_THAN_ANY_WAITING = Duration.ofSeconds(6);

  private final Ground ground;
  private final String namespace;
  private final List<OperatorProcess> operators = new ArrayList<>();
  private boolean rollouts;
  private final PassingTime time = new PassingTime();
  private int pokes;

  Stage(Ground ground) {
    this.ground = ground;
    namespace = ground.newNamespace();
  }

  /** From now on, operators release Rollouts as well. */
  void releaseRollouts() {
    rollouts = true;
  }

  String namespace() {
    return namespace;
  }

  KubernetesClient client() {
    return ground.admin();
  }

  /** Starts an operator that lives as long as {@code life}. */
  OperatorProcess operator(Lifeline life) {
    return operator(life, "one", false);
  }

  /**
   * Starts an operator.
   *
   * @param witness sees its requests, and may end it
   */
  OperatorProcess operator(Interceptor witness, String pod, boolean leaderElection) {
    var client =
        new KubernetesClientBuilder()
            .withConfig(ground.operator())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor("lifeline", witness))
            .build();
    var configuration =
        new Configuration(
            "drawbridge:test",
            "IfNotPresent",
            Set.of(namespace),
            0,
            leaderElection,
            8,
            rollouts,
            pod,
            namespace,
            Optional.empty());
    try {
      var operator = new OperatorProcess(configuration, client, time);
      operators.add(operator);
      operator.start();
      return operator;
    } catch (IOException portTaken) {
      throw new UncheckedIOException(portTaken);
    }
  }

  /**
   * Puts the operators' clock forward past all their waiting, and lets them look at a Deployment
   * again: by a label, which changes no generation. What they had not seen before, they see now.
   */
  void timePasses(String deployment) {
    timePasses(deployment, LONGER_THAN_ANY_WAITING);
  }

  /** The same with so much time. */
  void timePasses(String deployment, Duration much) {
    time.passes(much);
    client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"example.com/poke\": \"%d\"}}}".formatted(++pokes));
  }

  /** Ends all operators that run, as at a shutdown. */
  void stopOperators() {
    operators.forEach(OperatorProcess::close);
    operators.clear();
  }

  /** Ends one operator. */
  void stop(OperatorProcess operator) {
    operators.remove(operator);
    operator.close();
  }

  void apply(HasMetadata resource) {
    resource.getMetadata().setNamespace(namespace);
    OnConflict.again(() -> put(resource));
  }

  private void put(HasMetadata resource) {
    var existing = client().resource(resource).get();
    if (existing == null) {
      client().resource(resource).create();
    } else {
      resource.getMetadata().setResourceVersion(existing.getMetadata().getResourceVersion());
      client().resource(resource).update();
    }
  }

  /** Applies a Migration, its scripts, and a Deployment that needs schema 7 of it. */
  void applyAll(String name) {
    apply(scripts(name + "-sql", "select 1"));
    apply(deployment(name, name, "7"));
    apply(migration(name));
  }

  /** Makes {@code dependent} depend on {@code migration}. */
  void relabel(HasMetadata dependent, String migration) {
    client()
        .resource(dependent)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"labels\": {\"%s\": \"%s\"}}}"
                .formatted(Markers.MIGRATION_LABEL, migration));
  }

  /** Sets the one annotation of a Migration. */
  void annotate(String name, String key, String value) {
    client()
        .resources(Migration.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(migration -> {
          migration.getMetadata().setAnnotations(Map.of(key, value));
          return migration;
        });
  }

  static HasMetadata scripts(String name, String sql) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("V1__first.sql", sql)
        .build();
  }

  static Migration migration(String name) {
    var yaml =
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %1$s}
        spec:
          database: {secretRef: {name: %1$s-db}}
          migrate:
          - flyway: {configMaps: [%1$s-sql]}
        """
            .formatted(name);
    return Serialization.unmarshal(yaml, Migration.class);
  }

  static Deployment deployment(String name, String migration, String schema) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(Markers.MIGRATION_LABEL, migration)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  Optional<Migration> find(String name) {
    return Optional.ofNullable(
        client().resources(Migration.class).inNamespace(namespace).withName(name).get());
  }

  MigrationStatus status(String name) {
    return find(name)
        .map(Migration::getStatus)
        .filter(Objects::nonNull)
        .orElse(MigrationStatus.NONE);
  }

  MigrationStatus awaitStatus(String name, Predicate<MigrationStatus> wanted) {
    return await("status of " + name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(name), wanted);
  }

  List<Job> jobs() {
    return client().batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** The one Job that is not over yet, as soon as it is there. */
  PlayedJob awaitJob() {
    var job =
        await("a job")
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(50))
            .until(() -> jobs().stream().filter(Stage::isNew).findFirst(), Optional::isPresent);
    return new PlayedJob(client(), job.orElseThrow());
  }

  private static boolean isNew(Job job) {
    return job.getMetadata().getDeletionTimestamp() == null
        && job.getMetadata().getLabels().containsKey(Markers.RUN_LABEL)
        && (job.getStatus() == null || job.getStatus().getConditions().isEmpty());
  }

  Deployment deployment(String name) {
    return client().apps().deployments().inNamespace(namespace).withName(name).get();
  }

  boolean isHeld(String name) {
    var deployment = deployment(name);
    var annotations =
        Objects.requireNonNullElse(deployment.getMetadata().getAnnotations(), Map.of());
    return annotations.containsKey(Markers.HELD_ANNOTATION)
        && Boolean.TRUE.equals(deployment.getSpec().getPaused());
  }

  /** The reasons of the events about one resource. */
  List<String> eventsOf(String kind, String name) {
    return client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(kind))
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .map(Event::getReason)
        .toList();
  }

  @Override
  public void close() {
    stopOperators();
  }
}
