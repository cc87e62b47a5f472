package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.cluster.Person;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.command.CommandProcess;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command against a real API server, with the rights of somebody who may read. */
class ReportIT {

  private static final Path CASE = Path.of("src/test/resources/diagnosis/failed-script");

  @TempDir Path folder;
  private RealApiServer server = RealApiServer.shared();
  private String namespace = "";

  @BeforeEach
  void installMigrations() {
    server = RealApiServer.shared();
    server.installCustomResources();
    namespace = server.newNamespace();
  }

  private void create() throws Exception {
    var migration =
        new KubernetesSerialization()
            .unmarshal(Files.readString(CASE.resolve("in-migration.yaml")), Migration.class);
    var status = migration.statusOrNone();
    migration.getMetadata().setNamespace(namespace);
    migration.getMetadata().setGeneration(null);
    migration.setStatus(null);
    var created = server.client().resource(migration).create();
    server.client().resource(created.withStatus(status)).updateStatus();
  }

  private void mayRead(String user, Map<String, String> resources) {
    var rights =
        resources.entrySet().stream()
            .map(one -> Person.right(one.getValue(), one.getKey(), "get", "list"))
            .toArray(PolicyRule[]::new);
    new Person(namespace, user).create(server.client(), rights);
  }

  private CommandProcess.Outcome report(String user, String... words) throws Exception {
    var kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), server.kubeconfigFor(namespace, user));
    var all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(words));
    all.addAll(List.of("-n", namespace, "--kubeconfig", kubeconfig.toString()));
    return CommandProcess.of(folder, all.toArray(String[]::new)).await();
  }

  private static JsonNode json(CommandProcess.Outcome outcome) throws Exception {
    assertThat(outcome.code()).as(outcome.errors()).isZero();
    return new JsonMapper().readTree(outcome.output());
  }

  @Test
  void readerSeesAllThatTheStatusHas() throws Exception {
    create();
    mayRead("reader", Map.of("migrations", Markers.GROUP, "pods", "", "pods/log", ""));

    var report = json(report("reader", "billing", "-o", "json"));

    assertThat(report.at("/reasonCode").asText()).isEqualTo("ScriptFailed");
    assertThat(report.at("/executionStatus").asText()).isEqualTo("Failed");
    assertThat(report.at("/assertions/0/expected").asText()).isEqualTo("0");
    assertThat(report.at("/logsSource").asText()).isEqualTo("status.run.logTail");
    assertThat(report.at("/logsProblem").asText()).isEqualTo("The pod is gone.");
  }

  @Test
  void withoutARightToReadPodsTheStatusIsTold() throws Exception {
    create();
    mayRead("reader", Map.of("migrations", Markers.GROUP));

    var outcome = report("reader", "billing");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output())
        .contains("Failed, ScriptFailed", "Logs, from: status.run.logTail")
        .contains("You may not read the pod's log: that needs the verbs list on pods");
  }

  /** No kubelet is here, so a pod that has not started is all that there can be. */
  @Test
  void podThatHasSaidNothingIsNoSource() throws Exception {
    create();
    mayRead("reader", Map.of("migrations", Markers.GROUP, "pods", "", "pods/log", ""));
    server
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("billing-1")
                .withNamespace(namespace)
                .addToLabels(Markers.RUN_LABEL, "8c1f2e07")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("runner")
                .withImage("r.example/x")
                .endContainer()
                .endSpec()
                .build())
        .create();

    var report = json(report("reader", "billing", "-o", "json"));

    assertThat(report.at("/logsSource").asText())
        .as(report.at("/logs").asText())
        .isEqualTo("status.run.logTail");
    assertThat(report.at("/logsProblem").asText()).isEqualTo("The pod has said nothing yet.");
  }

  @Test
  void missingMigrationHasItsCode() throws Exception {
    mayRead("reader", Map.of("migrations", Markers.GROUP));

    var outcome = report("reader", "nobody");

    assertThat(outcome.code()).isEqualTo(ReportCommand.MISSING);
    assertThat(outcome.errors())
        .startsWith("drawbridge report: There is no Migration nobody in namespace " + namespace);
    assertThat(outcome.output()).isEmpty();
  }

  @Test
  void missingRightHasItsCode() throws Exception {
    create();
    mayRead("stranger", Map.of("configmaps", ""));

    var outcome = report("stranger", "billing");

    assertThat(outcome.code()).isEqualTo(ReportCommand.NO_RIGHT);
    assertThat(outcome.errors()).contains("the verb get on migrations.drawbridge.dev");
  }

  @Test
  void migrationThatNeverRanIsReported() throws Exception {
    create();
    var fresh =
        new KubernetesSerialization()
            .unmarshal(Files.readString(CASE.resolve("in-migration.yaml")), Migration.class);
    fresh.getMetadata().setNamespace(namespace);
    fresh.getMetadata().setName("fresh");
    fresh.setStatus(null);
    server.client().resource(fresh).create();
    mayRead("reader", Map.of("migrations", Markers.GROUP));

    var report = json(report("reader", "fresh", "-o", "json"));

    assertThat(report.at("/executionStatus").asText()).isEqualTo("NotStarted");
    assertThat(report.at("/reasonCode").asText()).isEqualTo("NotRun");
    assertThat(report.at("/logsSource").asText()).isEqualTo("none");
  }

  @Test
  void clusterThatDoesNotAnswerHasItsCode() throws Exception {
    var kubeconfig =
        Files.writeString(
            folder.resolve("away"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: away, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: away, user: {token: "x"}}]
            contexts: [{name: away, context: {cluster: away, user: away}}]
            current-context: away
            """);

    var outcome =
        CommandProcess.of(folder, "report", "billing", "--kubeconfig", kubeconfig.toString())
            .await();

    assertThat(outcome.code()).isEqualTo(ReportCommand.NO_CLUSTER);
    assertThat(outcome.errors()).contains("https://127.0.0.1:1", "the connection was refused");
  }
}
