package dev.drawbridge.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import org.junit.jupiter.api.Test;

/** Pods as processes: shells that show what a container would have seen. */
class NodeIT extends NodeGround {

  @Test
  void successIsToldWithMessageAndTimes() {
    run(pod(shell("echo to the log; printf done > $REPORT")));

    var pod = awaitPhase("Succeeded");

    assertThat(end(pod).getExitCode()).isZero();
    assertThat(end(pod).getReason()).isEqualTo("Completed");
    assertThat(end(pod).getMessage()).isEqualTo("done");
    assertThat(end(pod).getStartedAt()).isNotNull();
    assertThat(end(pod).getFinishedAt()).isNotNull();
    assertThat(node.log("default", pod.getMetadata().getName())).isEqualTo("to the log\n");
  }

  @Test
  void onlyTheLast4096BytesOfTheMessageAreKept() {
    run(pod(shell("head -c 5000 /dev/zero | tr '\\0' a > $REPORT; printf z >> $REPORT; exit 3")));

    var pod = awaitPhase("Failed");

    assertThat(end(pod).getExitCode()).isEqualTo(3);
    assertThat(end(pod).getReason()).isEqualTo("Error");
    assertThat(end(pod).getMessage()).hasSize(4096).endsWith("az");
  }

  @Test
  void exitCodeOfASignalIsOneHundredTwentyEightAndItsNumber() {
    // Two of the dollar signs are for the kubelet, which makes one of two.
    run(pod(shell("kill -KILL $$$$")));

    assertThat(end(awaitPhase("Failed")).getExitCode()).isEqualTo(137);
  }

  @Test
  void volumesAndVariablesAreThere() {
    createSecret();
    createConfigMap();
    var script =
        "cat $DB/password $SCRIPTS/sql/V1__a.sql; readlink $DB/password; echo; touch /$TMP/x;"
            + " echo $POD $NOT_A_PATH";
    var name = new EnvVarSourceBuilder().withNewFieldRef("v1", "metadata.name").build();
    var container =
        shell(script)
            .addToEnv(
                new EnvVar("DB", "/drawbridge/database", null),
                new EnvVar("SCRIPTS", "/drawbridge/scripts", null),
                new EnvVar("TMP", "/tmp", null),
                new EnvVar("NOT_A_PATH", "/drawbridges", null),
                new EnvVar("POD", null, name))
            .addToVolumeMounts(
                mount("database", "/drawbridge/database"),
                mount("sql", "/drawbridge/scripts/sql"),
                mount("tmp", "/tmp"));
    run(
        pod(container)
            .addToVolumes(
                volume("database").withNewSecret().withSecretName("orders-db").endSecret().build(),
                volume("sql").withNewConfigMap().withName("sql").endConfigMap().build(),
                volume("tmp").withNewEmptyDir().endEmptyDir().build()));

    var pod = awaitPhase("Succeeded");

    assertThat(node.logs().lines())
        .containsExactly(
            "s3cretselect 1..data/password", "", pod.getMetadata().getName() + " /drawbridges");
  }

  private static VolumeMount mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path).build();
  }

  private static VolumeBuilder volume(String name) {
    return new VolumeBuilder().withName(name);
  }

  private void createConfigMap() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("sql")
                .withNamespace("default")
                .endMetadata()
                .addToData("V1__a.sql", "select 1")
                .build())
        .create();
  }

  private void createSecret() {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("orders-db")
                .withNamespace("default")
                .endMetadata()
                .addToStringData("password", "s3cret")
                .build())
        .create();
  }

  @Test
  void missingSecretIsToldAndTakenUpWhenItAppears() {
    run(
        pod(shell("exit 0"))
            .addNewVolume()
            .withName("database")
            .withNewSecret()
            .withSecretName("orders-db")
            .endSecret()
            .endVolume());

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(
                    client
                        .v1()
                        .events()
                        .inNamespace("default")
                        .withField("reason", "FailedMount")
                        .list()
                        .getItems())
                .extracting(Event::getMessage)
                .containsExactly(
                    "MountVolume.SetUp failed for volume \"database\" : secret \"orders-db\""
                        + " not found"));
    assertThat(waitingReason(awaitPhase("Pending"))).isEqualTo("ContainerCreating");
    createSecret();

    awaitPhase("Succeeded");
  }

  private static String waitingReason(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getState().getWaiting().getReason();
  }

  @Test
  void imageThatCannotBePulledIsTold() {
    run(pod(shell("exit 0").withImage("registry.example/does-not-exist:1")));

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(waitingReason(awaitPhase("Pending"))).isEqualTo("ImagePullBackOff"));
  }

  @Test
  void initContainersRunOneAfterTheOtherAndAFailureEndsThePod() {
    var failing = shell("exit 4").withName("second").build();
    run(
        pod(shell("echo main"))
            .withInitContainers(shell("echo first").withName("first").build(), failing));

    var pod = awaitPhase("Failed");

    assertThat(pod.getStatus().getInitContainerStatuses())
        .extracting(status -> status.getState().getTerminated().getExitCode())
        .containsExactly(0, 4);
    assertThat(node.logs()).isEqualTo("first\n");
  }

  @Test
  void commandThatCannotBeStartedEndsTheContainer() {
    run(pod(shell("").withCommand("/no/such/program").withArgs()));

    var pod = awaitPhase("Failed");

    assertThat(end(pod).getExitCode()).isEqualTo(128);
    assertThat(node.logs()).contains("/no/such/program");
  }
}
