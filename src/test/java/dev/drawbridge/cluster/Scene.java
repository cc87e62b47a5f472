package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** One test's namespace and database, and the hands and eyes of those who work there. */
final class Scene implements AutoCloseable {

  /** A pod's sandbox may take half a minute to start. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Cluster cluster;
  private final String namespace;

  Scene(Cluster cluster) {
    this.cluster = cluster;
    namespace = cluster.newNamespace();
    cluster.postgres().create(namespace);
  }

  Cluster cluster() {
    return cluster;
  }

  /** Its name is also that of the database. */
  String namespace() {
    return namespace;
  }

  void apply(String yaml) {
    cluster.apply(namespace, yaml);
  }

  /** The Secret by which the database is reached, right in all. */
  void secret(String name) {
    secret(
        name,
        Map.of(
            "url", "postgresql://%s:5432/%s".formatted(cluster.postgres().host(), namespace),
            "username", namespace,
            "password", PostgresPod.password(namespace)));
  }

  void secret(String name, Map<String, String> entries) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .withStringData(entries)
            .build();
    cluster.client().resource(secret).forceConflicts().serverSideApply();
  }

  void scripts(String name, Map<String, String> files) {
    var configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .endMetadata()
            .withData(files)
            .build();
    cluster.client().resource(configMap).forceConflicts().serverSideApply();
  }

  /** Secret, ConfigMap and a Migration {@code orders} with these scripts. */
  void migrate(Map<String, String> files) {
    migrate(files, "");
  }

  /**
   * @param more lines to add to the spec
   */
  void migrate(Map<String, String> files, String more) {
    secret("orders-db");
    scripts("orders-sql", files);
    migration("orders", more);
  }

  /** A Migration that uses the Secret {@code orders-db} and the ConfigMap {@code orders-sql}. */
  void migration(String name, String more) {
    migrationOf(name, "migrate:\n- flyway: {configMaps: [orders-sql]}\n" + more);
  }

  /** A Migration that uses the Secret {@code orders-db}; {@code fields} are the others of spec. */
  void migrationOf(String name, String fields) {
    apply(
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: %s}
        spec:
          database: {secretRef: {name: orders-db}}
        """
                .formatted(name)
            + fields.indent(2));
  }

  /** A Deployment of the application that waits for {@code orders} at {@code schema}. */
  void deployment(String schema, int replicas) {
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, labels: {drawbridge.dev/migration: orders}}
        spec:
          replicas: %d
          selector: {matchLabels: {app: orders}}
          template:
            metadata:
              labels: {app: orders}
              annotations: {drawbridge.dev/schema: "%s"}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: app, image: "%s", imagePullPolicy: IfNotPresent, command: [sleep, "1000000"]}
        """
            .formatted(replicas, schema, cluster.images().app()));
  }

  void scale(String deployment, int replicas) {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .scale(replicas);
  }

  Optional<Migration> find(String name) {
    return Optional.ofNullable(cluster.migrations().inNamespace(namespace).withName(name).get());
  }

  MigrationStatus status(String name) {
    return find(name).map(Migration::getStatus).orElse(MigrationStatus.NONE);
  }

  MigrationStatus awaitStatus(String name, Predicate<MigrationStatus> wanted) {
    return await("status of Migration " + name)
        .atMost(PATIENCE)
        .pollInterval(GLANCE)
        .conditionEvaluationListener(null)
        .until(() -> status(name), wanted);
  }

  MigrationStatus awaitVerified(String name) {
    return awaitStatus(name, status -> status.phase() == Phase.VERIFIED);
  }

  /** The run that ended for {@code reason}. */
  Run awaitFailed(String name, Reason reason) {
    var status =
        awaitStatus(
            name, now -> now.phase() == Phase.FAILED && now.run() != null && !now.run().underWay());
    var run = Objects.requireNonNull(status.run());
    assertThat(run.reason()).as(run.message()).isEqualTo(reason.word());
    return run;
  }

  /** The first status whose condition Ready has {@code reason}. */
  Condition awaitReason(String name, Reason reason) {
    var status =
        awaitStatus(
            name, now -> ready(now).filter(one -> one.reason().equals(reason.word())).isPresent());
    return ready(status).orElseThrow();
  }

  private static Optional<Condition> ready(MigrationStatus status) {
    return status.conditions().stream().filter(one -> one.type().equals("Ready")).findFirst();
  }

  void annotate(String name, String key, String value) {
    var patch = Map.of("metadata", Map.of("annotations", Map.of(key, value)));
    cluster
        .migrations()
        .inNamespace(namespace)
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  void retry(String name) {
    annotate(name, Markers.RETRY_ANNOTATION, String.valueOf(System.nanoTime()));
  }

  List<Job> jobs() {
    return cluster.client().batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  List<Pod> runPods() {
    return cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withLabel(Markers.RUN_LABEL)
        .list()
        .getItems();
  }

  Deployment findDeployment(String name) {
    return cluster.client().apps().deployments().inNamespace(namespace).withName(name).get();
  }

  List<Pod> appPods() {
    return podsOf("orders");
  }

  private List<Pod> podsOf(String app) {
    return cluster.client().pods().inNamespace(namespace).withLabel("app", app).list().getItems();
  }

  void awaitPodOf(String app) {
    await("pod of " + app).atMost(PATIENCE).until(() -> !podsOf(app).isEmpty());
  }

  /** What was told about the object of this kind, as reason and message. */
  List<String> events(String kind) {
    return cluster.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(kind))
        .filter(event ->
            event.getSource() != null && "drawbridge".equals(event.getSource().getComponent()))
        .map(Scene::words)
        .toList();
  }

  private static String words(Event event) {
    return event.getReason() + ": " + event.getMessage();
  }

  /** What psql prints for {@code sql} in this scene's database. */
  String query(String sql) {
    return cluster.postgres().query(namespace, sql);
  }

  /** Waits until a session of a run executes something with {@code text} in it. */
  void awaitStatement(String text) {
    await("statement " + text)
        .atMost(PATIENCE)
        .until(() ->
            !query(
                    "select pid from pg_stat_activity where application_name like 'drawbridge/%%' and state = 'active' and query like '%%%s%%' and pid <> pg_backend_pid()"
                        .formatted(text))
                .isEmpty());
  }

  /** How often each version stands in Flyway's history as applied. */
  String history() {
    return query(
        "select string_agg(version || ':' || success, ' ' order by installed_rank) from flyway_schema_history where version is not null");
  }

  @Override
  public void close() {
    cluster.postgres().endSessions(namespace);
    cluster.client().namespaces().withName(namespace).delete();
  }
}
