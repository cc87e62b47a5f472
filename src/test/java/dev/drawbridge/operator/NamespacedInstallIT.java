package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Migration;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two namespaces of three, installed as docs/operations.md says: an operator that has no right
 * beyond them serves them, and the third one is as if Drawbridge were not there.
 */
class NamespacedInstallIT {

  private static final Path FOLDER = Path.of("manifests/namespaced");
  private static final String NAMES = "shop,billing";
  private static RealApiServer server;
  private static Stage first;
  private static Stage second;
  private static Stage third;

  @BeforeAll
  static void install() throws IOException {
    var ground = new Ground.Real();
    server = RealApiServer.shared();
    first = new Stage(ground);
    second = new Stage(ground);
    third = new Stage(ground);
    for (var everywhere : List.of("drawbridge", "drawbridge-rollouts")) {
      server.client().rbac().clusterRoleBindings().withName(everywhere).delete();
    }
    apply("cluster.yaml", server.client());
    apply("rollouts-cluster.yaml", server.client());
    installTheOperator();
    server.apply(Path.of("src/test/resources/gate/rights.yaml"));
    for (var stage : List.of(first, second)) {
      for (var file : List.of("namespace.yaml", "rollouts-namespace.yaml")) {
        server.client().load(read(file)).inNamespace(stage.namespace()).create();
      }
    }
    await("the policies to leave the third namespace alone")
        .atMost(Stage.PATIENCE)
        .until(() -> !isHeldAtBirth(third) && isHeldAtBirth(first) && isHeldAtBirth(second));
  }

  /** Nothing of this may be seen by the tests that share the server. */
  @AfterAll
  static void installForAllNamespacesAgain() {
    if (server == null) {
      // It was not there, and all was skipped.
      return;
    }
    server.client().apps().deployments().inNamespace("drawbridge").withName("drawbridge").delete();
    server.installGatePolicies();
    server.installRollouts();
  }

  @Test
  void operatorWithoutRightsInTheClusterServesItsNamespaces() throws IOException {
    var reach = new Reach();

    try (var operator = start(Set.of(first.namespace(), second.namespace()), reach)) {
      assertThat(operator.port()).isPositive();
      for (var stage : List.of(first, second)) {
        var rollouts = new RolloutsOnStage(stage);
        rollouts.apply("shop", "7", "blue");
        stage.applyAll("orders");
        assertThat(stage.isHeld("orders") && rollouts.isHeld("shop")).isTrue();
        stage.awaitJob().starts().verifies("7");
        await()
            .atMost(Stage.PATIENCE)
            .until(() -> !stage.isHeld("orders") && !rollouts.isHeld("shop"));
      }
    }

    assertThat(reach.clusterWide()).isEmpty();
    assertThat(reach.namespaces())
        .containsExactlyInAnyOrder(first.namespace(), second.namespace(), "drawbridge");
  }

  @Test
  void operatorHasNoRightsElsewhere() {
    try (var client = operator(new Reach())) {
      var migrations = client.resources(Migration.class);

      assertThatThrownBy(() -> migrations.inAnyNamespace().list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("forbidden");
      assertThatThrownBy(() -> migrations.inNamespace(third.namespace()).list())
          .hasMessageContaining("forbidden");
    }
  }

  @Test
  void namespaceWithoutTheRightsIsNamedAtTheStart() {
    assertThatThrownBy(() -> start(Set.of(third.namespace()), new Reach()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "does not let the operator list Migrations in the namespace " + third.namespace());
  }

  @Test
  void guardKeepsTheLabelInItsNamespacesOnly() {
    try (var nobody = server.clientFor("nobody", "deployers")) {
      assertThatThrownBy(() -> unlabel(first, nobody)).hasMessageContaining("may breakglass");

      assertThat(unlabel(third, nobody).getMetadata().getLabels()).isNullOrEmpty();
    }
  }

  @Test
  void rolloutElsewhereIsNotHeld() {
    var rollouts = new RolloutsOnStage(third);

    rollouts.apply("shop", "7", "blue");

    assertThat(rollouts.isHeld("shop")).isFalse();
  }

  @Test
  void namespaceWithoutTheRightOnRolloutsIsNamedAtTheStart() {
    var rights = server.client().rbac().roleBindings().inNamespace(second.namespace());
    var binding = rights.withName("drawbridge-rollouts").get();
    rights.withName("drawbridge-rollouts").delete();
    try {
      await()
          .atMost(Stage.PATIENCE)
          .untilAsserted(() ->
              assertThatThrownBy(() -> start(Set.of(second.namespace()), new Reach()).close())
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining(
                      "does not let the operator list Rollouts in the namespace "
                          + second.namespace()));
    } finally {
      binding.getMetadata().setResourceVersion(null);
      rights.resource(binding).create();
    }
  }

  private static HasMetadata unlabel(Stage stage, KubernetesClient writer) {
    stage.apply(Stage.deployment("labelled", "orders", "7"));
    var deployment = stage.deployment("labelled");
    deployment.getMetadata().getLabels().clear();
    return writer.resource(deployment).update();
  }

  private static boolean isHeldAtBirth(Stage stage) {
    var probe = Stage.deployment("probe", "orders", "7");
    probe.getMetadata().setNamespace(stage.namespace());
    try {
      var stored = stage.client().resource(probe).dryRun().create();
      return Boolean.TRUE.equals(stored.getSpec().getPaused());
    } catch (KubernetesClientException refused) {
      return stage != third;
    }
  }

  private static OperatorProcess start(Set<String> namespaces, Reach reach) throws IOException {
    var configuration =
        new Configuration(
            "drawbridge:test",
            "IfNotPresent",
            namespaces,
            0,
            true,
            8,
            true,
            "one",
            "drawbridge",
            Optional.empty());
    var process =
        new OperatorProcess(configuration, operator(reach), Clock.tickMillis(ZoneOffset.UTC));
    try {
      process.start();
      return process;
    } catch (IllegalStateException notStarted) {
      process.close();
      throw notStarted;
    }
  }

  private static KubernetesClient operator(Reach reach) {
    var kubeconfig = server.kubeconfigFor("drawbridge", "drawbridge");
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig))
        .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("reach", reach))
        .build();
  }

  /** By people who administer the operator's namespace, and have no right in the cluster. */
  private static void installTheOperator() {
    server.apply(Path.of("src/test/resources/operator/people.yaml"));
    try (var people = server.clientFor("people", "people-of-drawbridge")) {
      await("the rights of people to be known")
          .atMost(Stage.PATIENCE)
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> apply("operator.yaml", people));
    }
  }

  private static boolean apply(String file, KubernetesClient client) throws IOException {
    return !client.load(read(file)).forceConflicts().serverSideApply().isEmpty();
  }

  private static ByteArrayInputStream read(String file) throws IOException {
    var text = Files.readString(FOLDER.resolve(file));
    var ours = text.replace(NAMES, first.namespace() + "," + second.namespace());
    return new ByteArrayInputStream(ours.getBytes(StandardCharsets.UTF_8));
  }
}
