package dev.drawbridge.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods that are ended from outside, and that nothing stays behind. */
class PodEndIT extends NodeGround {

  private Set<ProcessHandle> before = Set.of();

  /** Servers of other tests live on in this JVM. */
  @BeforeEach
  void rememberWhatIsThere() {
    before = ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private List<ProcessHandle> startedSinceThen() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> !before.contains(process))
        .toList();
  }

  @Test
  void deadlineOfThePodEndsItsProcessAndKeepsPodAndMessage() {
    run(
        pod(shell("trap 'printf interrupted > $REPORT; exit 5' TERM; while :; do sleep 0.1; done"))
            .withActiveDeadlineSeconds(1L));

    var pod = awaitPhase("Failed");

    assertThat(pod.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    assertThat(end(pod).getExitCode()).isEqualTo(5);
    assertThat(end(pod).getMessage()).isEqualTo("interrupted");
  }

  @Test
  void processThatDoesNotListenIsKilledAfterItsGrace() {
    run(
        pod(shell("trap '' TERM; echo up; while :; do sleep 0.1; done"))
            .withTerminationGracePeriodSeconds(1L)
            .withActiveDeadlineSeconds(1L));

    assertThat(end(awaitPhase("Failed")).getExitCode()).isEqualTo(137);
  }

  @Test
  void deletedPodEndsItsProcessAndGoes() {
    run(pod(shell("sleep 60 & echo up; wait")));
    awaitLog("up");
    var first = pods().getFirst();
    var started = startedSinceThen();

    client.resource(first).delete();

    await().atMost(LONG).until(() -> client.resource(first).get() == null);
    assertAllEnd(started, 2);
  }

  private static void assertAllEnd(List<ProcessHandle> started, int count) {
    assertThat(started).hasSizeGreaterThanOrEqualTo(count);
    await().until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void drainedPodIsReplaced() {
    run(
        pod(
            shell("echo up $POD; exec sleep 60")
                .addNewEnv()
                .withName("POD")
                .withNewValueFrom()
                .withNewFieldRef("v1", "metadata.name")
                .endValueFrom()
                .endEnv()));
    awaitLog("up");
    var first = pods().getFirst().getMetadata().getName();

    node.drain("default", first);

    await()
        .atMost(LONG)
        .until(() ->
            pods().stream()
                .map(pod -> pod.getMetadata().getName())
                .anyMatch(name -> !name.equals(first) && node.logs().contains("up " + name)));
  }

  @Test
  void nothingIsLeftBehindWhenTheNodeEnds() {
    run(pod(shell("echo up; sleep 60 & sleep 60; exit 0")));
    awaitLog("up");

    var started = startedSinceThen();

    node.close();

    assertAllEnd(started, 3);
    assertThat(folder.resolve("node")).doesNotExist();
  }
}
