package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with kubectl, against the admission policies in a real API server. */
class KindsOfWritesIT {

  private static final String TELLS = "held: needs schema 8 of Migration orders, and rolls out";
  private static final String OPEN =
      Markers.BREAK_GLASS_ANNOTATION + "=schema 8: checkout is down, ticket 4711";

  @TempDir private static Path home;
  private static RealApiServer server;
  private String namespace = "";
  private Kubectl kubectl = new Kubectl(Path.of(""), Path.of(""), "", Set.of());

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
  }

  @BeforeEach
  void openANamespace() throws IOException {
    namespace = server.newNamespace();
    kubectl = Kubectl.of(server, home, namespace);
  }

  @Test
  void clientSideApplyIsHeldAndSaysSo() {
    var first = kubectl.runWith(manifest("8"), "apply", "-f", "-");
    var again = kubectl.runWith(manifest("8"), "apply", "-f", "-");

    assertThat(first.text()).contains("Warning: ", TELLS, "created");
    assertThat(again.text()).contains("unchanged");
    assertHeld();
  }

  @Test
  void serverSideApplyIsHeldAndSaysSo() {
    kubectl.runWith(manifest("8"), "apply", "--server-side", "-f", "-");
    var again = kubectl.runWith(manifest("8"), "apply", "--server-side", "-f", "-");

    assertThat(again.text()).contains("Warning: ", TELLS, "serverside-applied");
    assertHeld();
  }

  @Test
  void manifestThatSaysNotPausedIsHeldAllTheSame() {
    held();
    var resumed = manifest("8").replace("spec:\n  replicas", "spec:\n  paused: false\n  replicas");

    var byClient = kubectl.runWith(resumed, "apply", "-f", "-");
    var byServer =
        kubectl.runWith(resumed, "apply", "--server-side", "--force-conflicts", "-f", "-");

    assertThat(resumed).contains("paused: false");
    assertThat(byClient.code()).isZero();
    assertThat(byServer.code()).isZero();
    assertHeld();
  }

  @Test
  void replaceKeepsTheHold() {
    held();

    var replaced = kubectl.runWith(manifest("8"), "replace", "-f", "-");

    assertThat(replaced.text()).contains("replaced", TELLS);
    assertHeld();
  }

  @Test
  void jsonPatchKeepsTheHold() {
    held();

    var patched =
        kubectl.run(
            "patch",
            "deployment",
            "shop",
            "--type=json",
            "-p",
            "[{\"op\": \"remove\", \"path\": \"/metadata/annotations/drawbridge.dev~1held\"},"
                + "{\"op\": \"replace\", \"path\": \"/spec/paused\", \"value\": false}]");

    assertThat(patched.code()).as(patched.text()).isZero();
    assertHeld();
  }

  @Test
  void resumeKeepsTheHold() {
    held();

    kubectl.run("rollout", "resume", "deployment/shop");

    assertHeld();
  }

  @Test
  void restartIsNotHeldAndOfAHeldOneIsRefusedByKubectl() {
    running("7");
    var restarted = kubectl.run("rollout", "restart", "deployment/shop");
    assertThat(restarted.text()).contains("restarted").doesNotContain("Warning");
    assertThat(stored().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsKey("kubectl.kubernetes.io/restartedAt");
    assertNotHeld();

    held();

    assertThat(kubectl.run("rollout", "restart", "deployment/shop").text()).contains("paused");
    assertHeld();
  }

  @Test
  void undoToAnotherSchemaIsHeldAndOfAHeldOneIsRefusedByKubectl() {
    running("7");
    History.of(server.client(), namespace).add(stored(), 1, "8").add(stored(), 2, "7");

    var undone = kubectl.run("rollout", "undo", "deployment/shop", "--to-revision=1");
    var again = kubectl.run("rollout", "undo", "deployment/shop", "--to-revision=2");

    assertThat(undone.text()).contains("rolled back", TELLS);
    assertHeld();
    assertThat(again.text()).contains("paused");
  }

  @Test
  void undoWithinOneSchemaIsNotHeld() {
    running("7");
    History.of(server.client(), namespace).add(stored(), 1, "7").add(stored(), 2, "7");

    var undone = kubectl.run("rollout", "undo", "deployment/shop", "--to-revision=1");

    assertThat(undone.text()).contains("rolled back");
    assertThat(stored().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage())
        .isEqualTo("shop:revision-1");
    assertNotHeld();
  }

  @Test
  void annotatingBreaksTheGlassForThoseWhoMay() {
    held();

    var refused = kubectl.run("annotate", "deployment", "shop", OPEN);

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).contains("only for those who may breakglass");
    assertHeld();

    var opened = kubectl.withGlassOf("orders").run("annotate", "deployment", "shop", OPEN);

    assertThat(opened.code()).as(opened.text()).isZero();
    assertNotHeld();
    assertThat(stored().getMetadata().getAnnotations())
        .containsEntry(Markers.BREAK_GLASS_BY_ANNOTATION, HoldCase.ANYBODY);
  }

  @Test
  void labelComesOffForThoseWhoMay() {
    held();

    var refused = kubectl.run("label", "deployment", "shop", "drawbridge.dev/migration-");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).contains("may be changed or taken off only by those");
    assertHeld();

    kubectl.withGlassOf("orders").run("label", "deployment", "shop", "drawbridge.dev/migration-");

    assertNotHeld();
    assertThat(stored().getMetadata().getLabels()).doesNotContainKey(Markers.MIGRATION_LABEL);
  }

  @Test
  void dryRunTellsAndStoresNothing() {
    running("7");
    var before = stored().getMetadata().getResourceVersion();

    var dry =
        kubectl.runWith(
            manifest("8"),
            "apply",
            "--server-side",
            "--force-conflicts",
            "--dry-run=server",
            "-f",
            "-");
    assertThat(dry.text()).contains(TELLS, "(server dry run)");
    assertThat(stored().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void dryRunOfBreakingTheGlassOpensNothing() {
    held();

    var dry =
        kubectl
            .withGlassOf("orders")
            .run("annotate", "deployment", "shop", "--dry-run=server", OPEN);

    assertThat(dry.code()).as(dry.text()).isZero();
    assertHeld();
  }

  @Test
  void heldOneIsScaledButNotUpFromZero() {
    held();
    assertThat(kubectl.run("scale", "deployment/shop", "--replicas=5").code()).isZero();
    assertThat(kubectl.run("scale", "deployment/shop", "--replicas=0").code()).isZero();

    var refused = kubectl.run("scale", "deployment/shop", "--replicas=3");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.text()).containsAnyOf("cannot be scaled up from 0", "try again");
    assertThat(stored().getSpec().getReplicas()).isZero();
  }

  private void running(String schema) {
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of())) {
      operator.client().resource(in(namespace, schema)).create();
    }
  }

  private void held() {
    var created = kubectl.runWith(manifest("8"), "apply", "-f", "-");
    assertThat(created.code()).as(created.text()).isZero();
    assertHeld();
  }

  private String manifest(String schema) {
    return Serialization.asYaml(in(namespace, schema));
  }

  private static Deployment in(String namespace, String schema) {
    return new DeploymentBuilder(HoldCase.named("create").asked())
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .editSpec()
        .editTemplate()
        .editMetadata()
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private RollableScalableResource<Deployment> deployment() {
    return server.client().apps().deployments().inNamespace(namespace).withName("shop");
  }

  private Deployment stored() {
    return deployment().get();
  }

  private void assertHeld() {
    assertThat(stored().getSpec().getPaused()).isTrue();
    assertThat(stored().getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }

  private void assertNotHeld() {
    assertThat(stored().getSpec().getPaused()).isNotEqualTo(true);
    assertThat(stored().getMetadata().getAnnotations()).doesNotContainKey(Markers.HELD_ANNOTATION);
  }
}
