package dev.drawbridge.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Job's pods and its end, with pods whose states the test writes. */
class JobControllerTest {

  private static final int FATAL = 20;

  private MockApiServer server;
  private KubernetesClient client;
  private Controllers controllers;

  @BeforeEach
  void start() {
    server = MockApiServer.start();
    client = server.client();
    controllers = Controllers.start(client, Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    controllers.close();
    client.close();
    server.close();
  }

  private static Job job() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("run")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(2)
        .withPodReplacementPolicy("Failed")
        .withNewPodFailurePolicy()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withOperator("In")
        .withValues(FATAL)
        .endOnExitCodes()
        .endRule()
        .endPodFailurePolicy()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("runner")
        .withImage("drawbridge:test")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private List<Pod> pods() {
    return client.pods().inNamespace("default").withLabel("job-name", "run").list().getItems();
  }

  private Pod awaitOnlyPod() {
    await().untilAsserted(() -> assertThat(pods()).hasSize(1));
    return pods().getFirst();
  }

  private void ends(Pod pod, int exitCode, boolean disrupted) {
    var builder =
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
            .addNewContainerStatus()
            .withName("runner")
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withFinishedAt("2026-01-01T00:00:00Z")
            .endTerminated()
            .endState()
            .endContainerStatus();
    if (disrupted) {
      builder.addNewCondition().withType("DisruptionTarget").withStatus("True").endCondition();
    }
    client.resource(builder.endStatus().build()).updateStatus();
  }

  private Job awaitEnd(String type) {
    await().untilAsserted(() -> assertThat(conditions()).contains(type));
    return current();
  }

  private List<String> conditions() {
    var status = current().getStatus();
    return status == null
        ? List.of()
        : status.getConditions().stream().map(JobCondition::getType).toList();
  }

  private Job current() {
    return client.batch().v1().jobs().inNamespace("default").withName("run").get();
  }

  private static JobCondition last(Job job) {
    return job.getStatus().getConditions().getLast();
  }

  @Test
  void jobMakesOnePodAndIsCompleteWhenThatSucceeds() {
    var job = client.resource(job()).create();
    var pod = awaitOnlyPod();

    ends(pod, 0, false);
    var done = awaitEnd("Complete");

    assertThat(pod.getMetadata().getOwnerReferences())
        .extracting(owner -> owner.getUid())
        .containsExactly(job.getMetadata().getUid());
    assertThat(done.getStatus().getSucceeded()).isEqualTo(1);
    assertThat(done.getStatus().getCompletionTime()).isNotNull();
    assertThat(conditions()).containsExactly("SuccessCriteriaMet", "Complete");
    assertThat(pods()).hasSize(1);
  }

  @Test
  void exitCodeThatThePolicyNamesFailsTheJobAtOnce() {
    client.resource(job()).create();

    ends(awaitOnlyPod(), FATAL, false);
    var failed = awaitEnd("Failed");

    assertThat(last(failed).getReason()).isEqualTo("PodFailurePolicy");
    assertThat(last(failed).getMessage())
        .startsWith("Container runner failed with exit code 20 for pod default/run-")
        .endsWith("matching FailJob rule at index 1");
    assertThat(conditions()).containsExactly("FailureTarget", "Failed");
    assertThat(pods()).hasSize(1);
  }

  @Test
  void disruptedPodIsReplacedAndNotCounted() {
    client.resource(job()).create();
    var first = awaitOnlyPod();

    ends(first, 143, true);
    await().untilAsserted(() -> assertThat(pods()).hasSize(2));
    ends(second(first), 0, false);
    var done = awaitEnd("Complete");

    assertThat(done.getStatus().getFailed()).isNull();
  }

  private Pod second(Pod first) {
    return pods().stream().filter(pod -> !pod.equals(first)).toList().stream()
        .filter(pod -> !pod.getMetadata().getUid().equals(first.getMetadata().getUid()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void otherFailuresAreRetriedUpToTheLimit() {
    client.resource(job()).create();

    for (var attempt = 1; attempt <= 3; attempt++) {
      var expected = attempt;
      await().untilAsserted(() -> assertThat(pods()).hasSize(expected));
      pods().stream()
          .filter(pod -> pod.getStatus().getPhase().equals("Pending"))
          .forEach(pod -> ends(pod, 1, false));
    }
    var failed = awaitEnd("Failed");

    assertThat(last(failed).getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(failed.getStatus().getFailed()).isEqualTo(3);
    assertThat(pods()).hasSize(3);
  }

  @Test
  void terminatingPodIsNotReplacedBeforeItHasEnded() {
    client.resource(job()).create();
    var pod = awaitOnlyPod();
    client.resource(new PodBuilder(pod).editSpec().withNodeName("n").endSpec().build()).update();

    client.resource(pod).delete();
    await().untilAsserted(() -> assertThat(current().getStatus().getTerminating()).isEqualTo(1));
    await().during(Duration.ofMillis(300)).until(() -> pods().size() == 1);
    ends(client.resource(pod).get(), 143, false);

    await().untilAsserted(() -> assertThat(pods()).hasSize(2));
    assertThat(current().getStatus().getFailed()).isEqualTo(1);
  }

  @Test
  void podsGoWithTheirJob() {
    var job = client.resource(job()).create();
    awaitOnlyPod();

    client.resource(job).delete();

    await().untilAsserted(() -> assertThat(pods()).isEmpty());
  }
}
