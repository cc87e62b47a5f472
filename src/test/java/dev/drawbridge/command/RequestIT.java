package dev.drawbridge.command;

import static dev.drawbridge.cluster.Person.right;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.cluster.Person;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.command.CommandProcess.Outcome;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged commands against a real API server with its policies, with few rights. */
class RequestIT {

  private static final Path CASES = Path.of("src/test/resources/status");
  private static final PolicyRule WRITER =
      right(Markers.GROUP, "migrations", "get", "list", "patch");

  @TempDir Path folder;
  private RealApiServer server = RealApiServer.shared();
  private String namespace = "";

  @BeforeEach
  void install() throws Exception {
    server = RealApiServer.shared();
    server.installCustomResources();
    server.installGatePolicies();
    namespace = server.newNamespace();
    var orders = read("orders.yaml", Migration.class);
    var told = orders.statusOrNone();
    orders.getMetadata().setNamespace(namespace);
    orders.setStatus(null);
    var created = server.client().resource(orders).create();
    server.client().resource(created.withStatus(told)).updateStatus();
  }

  private static <T> T read(String file, Class<T> type) throws Exception {
    return new KubernetesSerialization().unmarshal(Files.readString(CASES.resolve(file)), type);
  }

  private void person(String user, PolicyRule... rights) {
    new Person(namespace, user).create(server.client(), rights);
  }

  private Outcome call(String user, String... words) throws Exception {
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), server.kubeconfigFor(namespace, user));
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-n", namespace, "--kubeconfig", kubeconfig.toString()));
    return CommandProcess.of(folder, all.toArray(String[]::new)).await();
  }

  private String account(String user) {
    return new Person(namespace, user).user();
  }

  private Map<String, String> annotations() {
    return server
        .client()
        .resources(Migration.class)
        .inNamespace(namespace)
        .withName("orders")
        .require()
        .getMetadata()
        .getAnnotations();
  }

  @Test
  void approverNeedsNotSayAsWhom() throws Exception {
    person("alice", WRITER, right(Markers.GROUP, "migrations/dba", "approve"));

    var outcome = call("alice", "approve", "orders", "--digest", "5be0d1");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .endsWith("Approved by %s as dba. Still missing: lead.%n".formatted(account("alice")));
    assertThat(annotations())
        .containsEntry("drawbridge.dev/approve.dba", "5be0d1")
        .containsEntry("drawbridge.dev/approved-by.dba", account("alice"));
  }

  @Test
  void whoMayApproveAsNobodyIsToldWhatItTakes() throws Exception {
    person("bob", WRITER);

    var outcome = call("bob", "approve", "orders", "--yes");

    assertThat(outcome.code()).isOne();
    assertThat(outcome.errors())
        .contains("none of the names that are missing (dba, lead)", "the verb approve");
  }

  @Test
  void policyIsHeardWordForWord() throws Exception {
    person("bob", WRITER);

    var outcome = call("bob", "approve", "orders", "--role", "dba", "--yes");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .hasLineCount(1)
        .startsWith("drawbridge approve: The API server does not let you change Migration orders: ")
        .contains(
            "drawbridge.dev/approve.dba is only for those who may approve"
                + " migrations.drawbridge.dev/dba of the name orders in this namespace");
  }

  @Test
  void whoMayOnlyReadIsToldWhichVerbIsMissing() throws Exception {
    person("reader", right(Markers.GROUP, "migrations", "get"));

    var outcome = call("reader", "retry", "orders");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .contains(
            "cannot patch resource",
            "Somebody has to give you the verb patch on migrations.drawbridge.dev in namespace "
                + namespace);
  }

  @Test
  void glassBreaksForThoseWhoMay() throws Exception {
    var deployment = deployment();
    server.client().resource(deployment).create();
    var writer = right("apps", "deployments", "get", "patch");
    person("bob", writer);
    person("alice", writer, right(Markers.GROUP, "migrations", "breakglass"));
    String[] words = {"break-glass", "deployment/shop", "--reason", "ticket 4711", "--yes"};

    var refused = call("bob", words);
    var opened = call("alice", words);

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.errors()).contains("only for those who may breakglass");
    assertThat(opened.code()).as(opened.errors()).isZero();
    assertThat(opened.output())
        .contains("is opened by " + account("alice") + ": its new pods start now.");
    assertThat(server.client().resource(deployment).get().getMetadata().getAnnotations())
        .doesNotContainKey(Markers.HELD_ANNOTATION);
  }

  private Deployment deployment() {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: shop, namespace: %s, labels: {drawbridge.dev/migration: orders}}
            spec:
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}, annotations: {drawbridge.dev/schema: "9"}}
                spec: {containers: [{name: shop, image: r.example/shop}]}
            """
                .formatted(namespace),
            Deployment.class);
  }

  /** kubectl shows of a Rollback what is asked at night. */
  @Test
  void columnsOfRollbacksSayWhoHasAskedForThem() throws Exception {
    var rollback = read("shop-back.yaml", Rollback.class);
    var told = rollback.statusOrNone();
    rollback.getMetadata().setNamespace(namespace);
    rollback.getMetadata().setAnnotations(Map.of());
    rollback.setStatus(null);
    var created = server.client().resource(rollback).create();
    server.client().resource(created.withStatus(told)).updateStatus();
    Files.writeString(folder.resolve("config"), server.kubeconfig());

    var process =
        new ProcessBuilder(
                server.kubectl().toString(),
                "--kubeconfig=" + folder.resolve("config"),
                "--cache-dir=" + folder.resolve("cache"),
                "-n",
                namespace,
                "get",
                "rollbacks")
            .redirectErrorStream(true)
            .start();
    var shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shown.replaceAll(" +", " ").lines())
        .element(0)
        .isEqualTo("NAME MIGRATION PHASE SCHEMA STEP REQUESTED BY AGE");
    assertThat(shown).containsPattern("shop-back +shop +RolledBack +6 +");
    assertThat(shown).contains(String.valueOf(created.requestedBy()));
    assertThat(created.requestedBy()).isNotNull();
  }
}
