package dev.drawbridge.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A PostgreSQL in a namespace of its own, and psql in its pod. */
final class PostgresPod {

  static final String PREFIX = "drawbridge-suite-";

  private static final String NAMESPACE = PREFIX + "database";
  private static final String POD = "postgres";

  private final KubernetesClient client;
  private final String image;

  PostgresPod(KubernetesClient client, String image) {
    this.client = client;
    this.image = image;
  }

  void start() {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    client.resource(namespace).serverSideApply();
    var stream = new ByteArrayInputStream(manifest().getBytes(StandardCharsets.UTF_8));
    client.load(stream).inNamespace(NAMESPACE).forceConflicts().serverSideApply();
    await("PostgreSQL")
        .atMost(Duration.ofMinutes(5))
        .until(() ->
            Readiness.getInstance()
                .isReady(client.pods().inNamespace(NAMESPACE).withName(POD).get()));
  }

  void remove() {
    client.namespaces().withName(NAMESPACE).delete();
  }

  /** The host name of the database, from any pod. */
  String host() {
    return POD + "." + NAMESPACE + ".svc";
  }

  /** A database that {@code name} owns; the password is {@link #password}. */
  void create(String name) {
    query("postgres", "create role \"%s\" login password '%s'".formatted(name, password(name)));
    query("postgres", "create database \"%1$s\" owner \"%1$s\"".formatted(name));
  }

  static String password(String name) {
    return "secret-of-" + name;
  }

  /** What psql prints for {@code sql}, without headings. */
  String query(String database, String sql) {
    var out = new ByteArrayOutputStream();
    var errors = new ByteArrayOutputStream();
    try (var running =
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withName(POD)
            .writingOutput(out)
            .writingError(errors)
            .exec(
                "runuser",
                "-u",
                "postgres",
                "--",
                "psql",
                "-h",
                "/tmp",
                "-v",
                "ON_ERROR_STOP=1",
                "-qAtX",
                "-d",
                database,
                "-c",
                sql)) {
      var code = running.exitCode().join();
      if (code != 0) {
        throw new IllegalStateException(
            "psql: " + errors.toString(StandardCharsets.UTF_8) + " in: " + sql);
      }
      return out.toString(StandardCharsets.UTF_8).strip();
    }
  }

  /** A session that goes on beside the test, until it ends or is ended by {@link #endSessions}. */
  void inBackground(String database, String sql) {
    Thread.startVirtualThread(() -> {
      try {
        query(database, sql);
      } catch (IllegalStateException ended) {
        // A session that is ended from outside says so by an error.
      }
    });
  }

  void endSessions(String database) {
    query(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(database));
  }

  private String manifest() {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: postgres, labels: {app: postgres}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: postgres
        image: %s
        imagePullPolicy: IfNotPresent
        command:
        - sh
        - -c
        - |
          install -d -o postgres /data && printf 'owner' > /tmp/password && chown postgres /tmp/password
          runuser -u postgres -- initdb -D /data/db -U postgres --auth-host=scram-sha-256 --auth-local=trust --pwfile=/tmp/password >/dev/null
          echo "host all all all scram-sha-256" >> /data/db/pg_hba.conf
          exec runuser -u postgres -- postgres -D /data/db -c listen_addresses='*' -c unix_socket_directories=/tmp -c fsync=off -c max_connections=300
        readinessProbe: {exec: {command: [runuser, -u, postgres, --, psql, -h, /tmp, -c, select 1]}, periodSeconds: 1, timeoutSeconds: 10}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: postgres}
    spec: {selector: {app: postgres}, ports: [{port: 5432}]}
    """
        .formatted(image);
  }
}
