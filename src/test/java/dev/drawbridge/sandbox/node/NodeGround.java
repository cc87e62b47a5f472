package dev.drawbridge.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.apiserver.MockApiServer;
import dev.drawbridge.sandbox.controllers.Controllers;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with one node, and a Job whose container is a shell: for the tests of the node. */
class NodeGround {

  static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  MockApiServer server;
  KubernetesClient client;
  private Controllers controllers;
  Node node;

  @BeforeEach
  void start() {
    server = MockApiServer.start();
    client = server.client();
    controllers = Controllers.start(client, Duration.ofMillis(50));
    node =
        Node.start(
            client,
            new ProgramImage(Path.of("target/drawbridge.jar"), Map.of()),
            folder.resolve("node"));
  }

  @AfterEach
  void stop() {
    node.close();
    controllers.close();
    client.close();
    server.close();
  }

  static ContainerBuilder shell(String script) {
    return new ContainerBuilder()
        .withName("runner")
        .withImage("drawbridge:test")
        .withCommand("/bin/sh", "-c", script)
        .withTerminationMessagePath("/report/message");
  }

  static PodSpecBuilder pod(ContainerBuilder container) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withTerminationGracePeriodSeconds(20L)
        .withContainers(
            container.addNewEnv().withName("REPORT").withValue("/report/message").endEnv().build());
  }

  void run(PodSpecBuilder pod) {
    client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName("run")
                .withNamespace("default")
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withPodReplacementPolicy("Failed")
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .endPodFailurePolicy()
                .withNewTemplate()
                .withSpec(pod.build())
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  List<Pod> pods() {
    return client.pods().inNamespace("default").list().getItems();
  }

  Pod awaitPhase(String phase) {
    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(pods())
                .extracting(pod -> pod.getStatus().getPhase())
                .containsExactly(phase));
    return pods().getFirst();
  }

  static ContainerStateTerminated end(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
  }

  void awaitLog(String text) {
    await().atMost(LONG).until(() -> node.logs().contains(text));
  }
}
