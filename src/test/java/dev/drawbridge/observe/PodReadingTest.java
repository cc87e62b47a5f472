package dev.drawbridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.decide.PodView;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReadingTest {

  @Test
  void freshPodHasNothingToSay() {
    var view = view("phase: Pending");

    assertThat(view.run()).isEqualTo("1a2b3c4d");
    assertThat(view.node()).contains("node-1");
    assertThat(view.trouble()).isEmpty();
    assertThat(view.startedAt()).isEmpty();
    assertThat(view.end()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, IMAGE_NOT_PULLED",
    "ImagePullBackOff, IMAGE_NOT_PULLED",
    "InvalidImageName, IMAGE_NOT_PULLED",
    "CreateContainerConfigError, CONTAINER_NOT_CREATED",
    "RunContainerError, CONTAINER_NOT_CREATED",
  })
  void waitingContainerSaysWhatIsWrong(String word, Reason reason) {
    var view =
        view(
            "containerStatuses: [{name: runner, state: {waiting: {reason: %s, message: because}}}]"
                .formatted(word));

    assertThat(view.trouble())
        .hasValueSatisfying(trouble -> {
          assertThat(trouble.reason()).isEqualTo(reason);
          assertThat(trouble.message()).contains("because");
        });
  }

  @Test
  void containerThatIsJustBeingMadeIsNoTrouble() {
    assertThat(
            view("containerStatuses: [{name: runner, state: {waiting: {reason: ContainerCreating}}}]")
                .trouble())
        .isEmpty();
  }

  @Test
  void missingSecretIsNamedWithWhatToDo() {
    var view =
        view(
            "phase: Pending",
            "MountVolume.SetUp failed for volume \"database\" : secret \"orders-db\" not found");

    assertThat(view.trouble())
        .hasValueSatisfying(trouble -> {
          assertThat(trouble.reason()).isEqualTo(Reason.MISSING_SECRET);
          assertThat(trouble.message()).contains("Secret orders-db", "namespace shop", "Create it");
        });
    assertThat(view("phase: Pending", "disk on fire").trouble().orElseThrow().reason())
        .isEqualTo(Reason.VOLUME_NOT_MOUNTED);
  }

  @Test
  void missingClaimIsNamedWithWhatToDo() {
    var view =
        view(
            "conditions: [{type: PodScheduled, status: 'False', message: '0/1 nodes are available: persistentvolumeclaim \"orders-data\" not found. not found'}]");

    assertThat(view.trouble())
        .hasValueSatisfying(trouble -> {
          assertThat(trouble.reason()).isEqualTo(Reason.MISSING_CLAIM);
          assertThat(trouble.message())
              .contains("Claim orders-data", "namespace shop", "Create it");
        });
  }

  @Test
  void podThatNoNodeTakesSaysSo() {
    var view = view("conditions: [{type: PodScheduled, status: 'False', message: 0/1 nodes}]");

    assertThat(view.trouble().orElseThrow())
        .isEqualTo(new PodView.Trouble(Reason.NOT_SCHEDULED, "No node takes pod pod-1: 0/1 nodes"));
  }

  @Test
  void runningContainerHasItsStart() {
    var view =
        view(
            "containerStatuses: [{name: runner, state: {running: {startedAt: '2026-11-21T10:00:02Z'}}}]");

    assertThat(view.startedAt()).contains(Instant.parse("2026-11-21T10:00:02Z"));
    assertThat(view.end()).isEmpty();
  }

  @Test
  void endedContainerHasItsCodeAndItsWords() {
    var view =
        view(
            "containerStatuses: [{name: proxy, state: {running: {}}}, {name: runner, state: {terminated: {exitCode: 22,"
                + " message: words, reason: Error, startedAt: '2026-11-21T10:00:02Z', finishedAt: '2026-11-21T10:00:03Z'}}}]\nphase: Failed");

    assertThat(view.end())
        .contains(
            new PodView.End(
                "runner", 22, "words", "Error", true, Instant.parse("2026-11-21T10:00:03Z")));
    assertThat(view.failedWithoutEnd()).isFalse();
  }

  @Test
  void troubleOfAPodThatRanAtLastIsForgotten() {
    var view =
        view(
            "containerStatuses: [{name: runner, state: {running: {startedAt: '2026-11-21T10:00:02Z'}}}]",
            "secret \"orders-db\" not found");

    assertThat(view.startedAt()).isPresent();
  }

  @Test
  void disruptionAndDeadlineAreSeen() {
    assertThat(view("conditions: [{type: DisruptionTarget, status: 'True'}]").disrupted()).isTrue();
    assertThat(view("conditions: [{type: DisruptionTarget, status: 'False'}]").disrupted())
        .isFalse();
    var late = view("phase: Failed\nreason: DeadlineExceeded");
    assertThat(late.overDeadline()).isTrue();
    assertThat(late.failedWithoutEnd()).isTrue();
  }

  private static PodView view(String status) {
    return new PodReading(pod(status), Optional.empty()).view();
  }

  private static PodView view(String status, String failedMount) {
    return new PodReading(pod(status), Optional.of(failedMount)).view();
  }

  private static Pod pod(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: pod-1
          namespace: shop
          creationTimestamp: "2026-11-21T10:00:00Z"
          labels: {drawbridge.dev/run: 1a2b3c4d}
        spec: {nodeName: node-1}
        status:
        """
            + status.indent(2),
        Pod.class);
  }
}
