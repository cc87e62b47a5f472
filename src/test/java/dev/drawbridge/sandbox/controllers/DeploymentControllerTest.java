package dev.drawbridge.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.OnConflict;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rolling out, and not rolling out while paused. */
class DeploymentControllerTest {

  private MockApiServer server;
  private KubernetesClient client;
  private Controllers controllers;

  @BeforeEach
  void start() {
    server = MockApiServer.start();
    client = server.client();
    controllers = Controllers.start(client);
  }

  @AfterEach
  void stop() {
    controllers.close();
    client.close();
    server.close();
  }

  private static Deployment deployment(String image, boolean paused) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withPaused(paused)
        .withNewSelector()
        .addToMatchLabels("app", "orders")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "orders")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private List<ReplicaSet> sets() {
    return client.apps().replicaSets().inNamespace("default").list().getItems();
  }

  private List<String> runningImages() {
    return client.pods().inNamespace("default").list().getItems().stream()
        .map(pod -> pod.getSpec().getContainers().getFirst().getImage())
        .toList();
  }

  private Deployment current() {
    return client.apps().deployments().inNamespace("default").withName("orders").get();
  }

  /** The controller writes the status in the same moment. */
  private void replaceSpecBy(Deployment next) {
    OnConflict.again(() ->
        client
            .resource(current())
            .edit(now -> new DeploymentBuilder(now).withSpec(next.getSpec()).build()));
  }

  private void awaitObserved() {
    await()
        .untilAsserted(() ->
            assertThat(current())
                .extracting(deployment -> deployment.getStatus())
                .isNotNull()
                .extracting(status -> status.getObservedGeneration())
                .isEqualTo(current().getMetadata().getGeneration()));
  }

  @Test
  void deploymentIsRolledOut() {
    client.resource(deployment("orders:1", false)).create();

    await()
        .untilAsserted(() ->
            assertThat(current().getStatus())
                .isNotNull()
                .extracting(status -> status.getAvailableReplicas())
                .isEqualTo(2));

    assertThat(runningImages()).containsExactly("orders:1", "orders:1");
    assertThat(current().getStatus().getUpdatedReplicas()).isEqualTo(2);
  }

  @Test
  void newTemplateReplacesTheOldOne() {
    client.resource(deployment("orders:1", false)).create();
    await().untilAsserted(() -> assertThat(runningImages()).hasSize(2));

    replaceSpecBy(deployment("orders:2", false));

    await()
        .untilAsserted(() -> assertThat(runningImages()).containsExactly("orders:2", "orders:2"));
  }

  @Test
  void pausedDeploymentMakesNoReplicaSetOfItsNewTemplateAndStillScalesTheOld() {
    client.resource(deployment("orders:1", false)).create();
    await().untilAsserted(() -> assertThat(runningImages()).hasSize(2));

    var paused = deployment("orders:2", true);
    paused.getSpec().setReplicas(3);
    replaceSpecBy(paused);

    await()
        .untilAsserted(
            () -> assertThat(runningImages()).containsExactly("orders:1", "orders:1", "orders:1"));
    awaitObserved();
    assertThat(sets()).hasSize(1);
  }

  @Test
  void deploymentThatIsCreatedPausedHasNoReplicaSetUntilItIsResumed() {
    client.resource(deployment("orders:1", true)).create();
    awaitObserved();
    assertThat(sets()).isEmpty();

    replaceSpecBy(deployment("orders:1", false));

    await().untilAsserted(() -> assertThat(runningImages()).hasSize(2));
  }
}
