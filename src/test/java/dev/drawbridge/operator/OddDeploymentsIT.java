package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Deployments as nobody should write them: they wait or go, and keep nobody else waiting. */
@ParameterizedClass
@EnumSource
class OddDeploymentsIT {

  private final AnyGround kind;
  private final Stage stage;
  private final OperatorProcess operator;

  OddDeploymentsIT(AnyGround kind) {
    this.kind = kind;
    stage = new Stage(kind.start());
    operator = stage.operator(Lifeline.unlimited());
  }

  @AfterEach
  void nothingWasThrown() throws Exception {
    var failed = failures();
    stage.close();
    assertThat(failed).as("looks that ended in an exception").isEmpty();
  }

  /** A conflict is no defect, and rare; what is thrown at every look is there many times. */
  private List<String> failures() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + operator.port() + "/metrics"))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var metrics = client.send(request, BodyHandlers.ofString()).body();
      assertThat(metrics).contains("operator_sdk_reconciliations_success_total");
      return metrics
          .lines()
          .filter(line -> line.startsWith("operator_sdk_reconciliations_failed_total"))
          .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 2)
          .toList();
    }
  }

  private void verify(String migration, String version) {
    stage.apply(Stage.scripts(migration + "-sql", "select " + version));
    stage.apply(Stage.migration(migration));
    stage.awaitJob().starts().verifies(version);
    stage.awaitStatus(migration, status -> hasVerified(status, version));
  }

  private static boolean hasVerified(MigrationStatus status, String version) {
    var verified = status.verified();
    return status.phase() == Phase.VERIFIED
        && verified != null
        && version.equals(verified.version());
  }

  private void awaitReleased(String name) {
    await("release of " + name).atMost(Stage.PATIENCE).until(() -> !stage.isHeld(name));
  }

  private void edit(String name, Consumer<Deployment> change) {
    stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName(name)
        .edit(deployment -> {
          change.accept(deployment);
          return deployment;
        });
  }

  private static Deployment asking(String name, Map<String, @Nullable String> annotations) {
    var deployment = Stage.deployment(name, "orders", "7");
    deployment.getSpec().getTemplate().getMetadata().setAnnotations(Map.copyOf(annotations));
    return deployment;
  }

  @Test
  void namesThatNoMigrationCanHaveWaitForEverAndNobodyElseDoes() {
    var labels = Stream.of("Orders", "orders_v2.x", "o".repeat(63));
    var tooLong = Stream.of("o".repeat(300)).filter(label -> kind == AnyGround.MOCK);
    var odd = Stream.concat(labels, tooLong).toList();
    odd.forEach(label -> stage.apply(Stage.deployment("odd-" + odd.indexOf(label), label, "7")));
    stage.apply(Stage.deployment("free", "", "7"));
    stage.apply(Stage.deployment("orders", "orders", "7"));

    verify("orders", "7");

    awaitReleased("orders");
    assertThat(stage.isHeld("free")).as("an empty label names nothing").isFalse();
    assertThat(odd).allMatch(label -> stage.isHeld("odd-" + odd.indexOf(label)));
    assertThat(stage.status("orders").gates())
        .extracting(gate -> gate.deployment())
        .containsExactly("orders");
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.eventsOf("Deployment", "odd-0").contains("RolloutHeld"));
  }

  @Test
  void templateThatAsksForASchemaAndAReleaseNeedsBoth() {
    stage.apply(
        asking(
            "both", Map.of(Markers.SCHEMA_ANNOTATION, "7", Markers.RELEASE_ANNOTATION, "4f2c1e9")));
    stage.apply(Stage.deployment("orders", "orders", "7"));

    verify("orders", "7");
    awaitReleased("orders");

    assertThat(stage.isHeld("both")).isTrue();
    var status = stage.awaitStatus("orders", one -> Objects.equals(one.held(), 1));
    assertThat(status.gates().getFirst().message())
        .isEqualTo(
            "needs schema 7 and release 4f2c1e9 of Migration orders; verified is 7, no release is"
                + " verified yet");
    edit("both", one -> one.getSpec().getTemplate().setMetadata(template("both", "7")));
    awaitReleased("both");
  }

  private static io.fabric8.kubernetes.api.model.ObjectMeta template(String name, String schema) {
    return Stage.deployment(name, "orders", schema).getSpec().getTemplate().getMetadata();
  }

  @Test
  void versionThatIsNoneWaitsUntilItIsCorrected() {
    var versions = List.of("seven", "7;drop", " ", "v7", "７", "7".repeat(500));
    versions.forEach(version ->
        stage.apply(
            asking(
                "odd-" + versions.indexOf(version), Map.of(Markers.SCHEMA_ANNOTATION, version))));
    stage.apply(Stage.deployment("orders", "orders", "7"));

    verify("orders", "7");
    awaitReleased("orders");

    assertThat(versions).allMatch(version -> stage.isHeld("odd-" + versions.indexOf(version)));
    edit("odd-0", one -> one.getSpec().getTemplate().setMetadata(template("odd-0", "7")));
    awaitReleased("odd-0");
  }

  @Test
  void templateWithoutAnnotationsNeedsTheMigrationAsItIs() {
    var plain = asking("plain", Map.of());
    if (kind == AnyGround.MOCK) {
      plain.getSpec().getTemplate().setMetadata(null);
    }
    stage.apply(plain);
    assertThat(stage.isHeld("plain")).isTrue();

    verify("orders", "7");

    awaitReleased("plain");
  }

  @Test
  void heldDeploymentThatTurnsToAVerifiedMigrationIsReleasedAndTheOtherForgetsIt() {
    verify("billing", "7");
    stage.apply(Stage.migration("orders"));
    stage.apply(Stage.deployment("api", "orders", "7"));
    stage.awaitStatus("orders", status -> Objects.equals(status.held(), 1));

    stage.relabel(stage.deployment("api"), "billing");

    awaitReleased("api");
    stage.awaitStatus("billing", status -> status.gates().size() == 1);
    var left = stage.awaitStatus("orders", status -> status.gates().isEmpty());
    assertThat(left.held()).isNull();
  }

  @Test
  void heldDeploymentIsWokenByTheMigrationThatItTurnedTo() {
    verify("billing", "7");
    stage.apply(Stage.deployment("api", "billing", "8"));
    stage.awaitStatus("billing", status -> Objects.equals(status.held(), 1));

    stage.relabel(stage.deployment("api"), "orders");
    verify("orders", "8");

    awaitReleased("api");
    stage.awaitStatus("billing", status -> status.gates().isEmpty());
  }
}
