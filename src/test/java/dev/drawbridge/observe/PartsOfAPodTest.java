package dev.drawbridge.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.decide.PodView;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods whose run has several containers. */
class PartsOfAPodTest {

  private static final String DONE =
      "{terminated: {exitCode: 0, message: \"%s\", startedAt: '2026-11-21T10:00:02Z', finishedAt: '2026-11-21T10:00:03Z'}}";

  @Test
  void startIsThatOfTheFirstContainerAndAnEndWellOfAnyButTheLastIsNone() {
    var view =
        view(
            """
            initContainerStatuses:
            - {name: runner-0, state: %s}
            - {name: step-1, imageID: "registry/tool@sha256:1a", state: {running: {startedAt: '2026-11-21T10:00:04Z'}}}
            containerStatuses:
            - {name: runner, state: {waiting: {reason: PodInitializing}}}
            """
                .formatted(DONE.formatted("first words")));

    assertThat(view.startedAt()).contains(Instant.parse("2026-11-21T10:00:02Z"));
    assertThat(view.end()).isEmpty();
    assertThat(view.trouble()).isEmpty();
    assertThat(view.hasParts()).isTrue();
    assertThat(view.runsTools()).isTrue();
    assertThat(view.images())
        .isEqualTo(Map.of("image of spec.migrate[1]", "registry/tool@sha256:1a"));
  }

  @Test
  void failedStepDecidesAndKeepsWhatWasSaidBefore() {
    var view =
        view(
            """
            phase: Failed
            initContainerStatuses:
            - {name: proxy, state: {terminated: {exitCode: 2}}}
            - {name: runner-0, state: %s}
            - {name: step-1, state: {terminated: {exitCode: 24, reason: Error, message: oops, finishedAt: '2026-11-21T10:00:05Z'}}}
            containerStatuses:
            - {name: runner, state: {waiting: {reason: PodInitializing}}}
            """
                .formatted(DONE.formatted("first words")));

    assertThat(view.end())
        .contains(
            new PodView.End(
                "step-1", 24, "oops", "Error", true, Instant.parse("2026-11-21T10:00:05Z")));
    assertThat(view.earlier()).isEqualTo("first words");
    assertThat(view.failedWithoutEnd()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"preflight, true", "backup, true", "step, false", "smoke, true", "monitor, true"})
  void whatOnlyLooksOrSavesChangesNothing(String part, boolean beforeChanges) {
    var view =
        view(
            """
            phase: Failed
            initContainerStatuses:
            - {name: runner-0, state: %1$s}
            - {name: %2$s-0, state: %1$s}
            containerStatuses:
            - {name: runner, state: {terminated: {exitCode: 20, finishedAt: '2026-11-21T10:00:05Z'}}}
            """
                .formatted(DONE.formatted("words"), part));

    assertThat(view.end().orElseThrow().beforeChanges()).isEqualTo(beforeChanges);
  }

  @Test
  void lastContainerDecidesIfAllEndWell() {
    var view =
        view(
            """
            initContainerStatuses:
            - {name: runner-0, state: %1$s}
            - {name: step-0, state: %1$s}
            containerStatuses:
            - {name: runner, state: %2$s}
            """
                .formatted(DONE.formatted("early"), DONE.formatted("late")));

    assertThat(view.end().orElseThrow().container()).isEqualTo("runner");
    assertThat(view.end().orElseThrow().message()).isEqualTo("late");
    assertThat(view.earlier()).isEqualTo("early");
  }

  @Test
  void imageOfALaterStepThatCannotBePulledIsTrouble() {
    var view =
        view(
            """
            initContainerStatuses:
            - {name: runner-0, state: %s}
            - {name: step-1, state: {waiting: {reason: ImagePullBackOff, message: no such image}}}
            """
                .formatted(DONE.formatted("")));

    assertThat(view.trouble().orElseThrow().reason()).isEqualTo(Reason.IMAGE_NOT_PULLED);
    assertThat(view.trouble().orElseThrow().message()).contains("step-1", "no such image");
  }

  @Test
  void imageThatWantsToBeRootGetsASentence() {
    var view =
        view(
            "initContainerStatuses: [{name: step-0, state: {waiting: {reason: CreateContainerConfigError,"
                + " message: container has runAsNonRoot and image will run as root (non-root)}}}]");

    assertThat(view.trouble().orElseThrow().message()).contains("securityContext: {runAsUser: 0}");
  }

  @Test
  void digestOfMountedScriptsIsSeen() {
    var view =
        view(
            """
            containerStatuses:
            - name: runner
              state: {running: {startedAt: '2026-11-21T10:00:02Z'}}
              volumeMounts:
              - {name: tmp, mountPath: /tmp}
              - {name: image-0, mountPath: /drawbridge/scripts/.image-0, volumeStatus: {image: {imageRef: "registry/sql@sha256:2b"}}}
            """);

    assertThat(view.images())
        .isEqualTo(Map.of("image of spec.migrate[0]", "registry/sql@sha256:2b"));
    assertThat(view.hasParts()).isFalse();
    assertThat(view.runsTools()).isFalse();
  }

  @Test
  void checksArePartsButNoTools() {
    var view =
        view(
            """
            initContainerStatuses:
            - {name: runner-0, state: %1$s}
            - {name: preflight-1, imageID: "registry/look@sha256:3c", state: %1$s}
            - {name: runner-1, state: {terminated: {exitCode: 24, reason: Error}}}
            - {name: verify-0, state: {waiting: {reason: PodInitializing}}}
            containerStatuses:
            - {name: runner, state: {waiting: {reason: PodInitializing}}}
            """
                .formatted(DONE.formatted("first words")));

    assertThat(view.hasParts()).isTrue();
    assertThat(view.runsTools()).isFalse();
    assertThat(view.images())
        .isEqualTo(Map.of("image of spec.preflight[1]", "registry/look@sha256:3c"));
    assertThat(view.end().orElseThrow().container()).isEqualTo("runner-1");
    assertThat(view.end().orElseThrow().beforeChanges()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "preflight-0, true",
    "step-1, false",
    "verify-0, false",
    "proxy, true",
  })
  void nothingButChecksBeforeTheStepsLeavesAllAsItWas(String before, boolean beforeChanges) {
    var other = before.isEmpty() ? "" : "- {name: %s, state: %s}\n".formatted(before, DONE);
    var view =
        view(
            """
            initContainerStatuses:
            - {name: runner-0, state: %s}
            %s- {name: runner-1, state: {terminated: {exitCode: 24, reason: Error}}}
            """
                .formatted(DONE, other));

    assertThat(view.end().orElseThrow().beforeChanges()).isEqualTo(beforeChanges);
  }

  private static PodView view(String status) {
    var pod =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: pod-1
              namespace: shop
              creationTimestamp: "2026-11-21T10:00:00Z"
              labels: {drawbridge.dev/run: 1a2b3c4d}
            status:
            """
                + status.indent(2),
            Pod.class);
    return new PodReading(pod, Optional.empty()).view();
  }
}
