package dev.drawbridge.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.drawbridge.decide.Ask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One odd object must not stop the looks at all the others: what it does not say is read as not
 * said.
 */
class HalfEmptyObjectsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: j}",
        "metadata: {name: j, labels: null, annotations: null, finalizers: null}",
        "metadata: {name: j, ownerReferences: null, creationTimestamp: null}",
        "metadata: {name: j, annotations: {drawbridge.dev/generation: x, drawbridge.dev/deadline: soon}}",
        "metadata: {name: j, annotations: {drawbridge.dev/generation: '', drawbridge.dev/deadline: ''}}",
        "{metadata: {name: j}, spec: null, status: null}",
        "{metadata: {name: j}, status: {}}",
        "{metadata: {name: j}, status: {conditions: null}}",
        "{metadata: {name: j}, status: {conditions: [{}, {type: Failed}, {status: 'True'}]}}",
        "{metadata: {name: j}, status: {conditions: [{type: Failed, status: 'True'}]}}",
      })
  void oddJobIsRead(String yaml) {
    var job = read(yaml, Job.class);

    assertThatCode(() -> Surroundings.isAtWork(job)).doesNotThrowAnyException();
    assertThat(JobReading.view(job).run()).isEmpty();
    assertThat(JobReading.view(job).deadline()).isEmpty();
    assertThat(JobReading.view(job).generation()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: p}",
        "metadata: {name: p, labels: null, annotations: null, creationTimestamp: null}",
        "{metadata: {name: p}, spec: null, status: null}",
        "{metadata: {name: p}, spec: {}, status: {}}",
        "{metadata: {name: p}, status: {conditions: null, containerStatuses: null, initContainerStatuses: null}}",
        "{metadata: {name: p}, status: {conditions: [{}, {type: PodScheduled}, {type: DisruptionTarget}]}}",
        "{metadata: {name: p}, status: {containerStatuses: [{}, {name: runner}], initContainerStatuses: [{}]}}",
        "{metadata: {name: p}, status: {containerStatuses: [{name: runner, state: {}}]}}",
        "{metadata: {name: p}, status: {containerStatuses: [{name: runner, state: {running: {}}}]}}",
        "{metadata: {name: p}, status: {containerStatuses: [{name: runner, state: {waiting: {}}}]}}",
      })
  void oddPodIsReadAsOneThatHasNotStarted(String yaml) {
    var view = new PodReading(read(yaml, Pod.class), Optional.empty()).view();

    assertThat(view.run()).isEmpty();
    assertThat(view.createdAt()).isEqualTo(Instant.EPOCH);
    assertThat(view.node()).isEmpty();
    assertThat(view.trouble()).isEmpty();
    assertThat(view.startedAt()).isEmpty();
    assertThat(view.end()).isEmpty();
    assertThat(view.disrupted()).isFalse();
    assertThat(view.failedWithoutEnd()).isFalse();
  }

  @Test
  void endWithoutAnExitCodeIsNoSuccess() {
    var yaml =
        "{metadata: {name: p}, status: {containerStatuses: [{name: runner, state: {terminated: {}}}]}}";

    var view = new PodReading(read(yaml, Pod.class), Optional.empty()).view();

    assertThat(view.end()).hasValueSatisfying(end -> assertThat(end.exitCode()).isNotZero());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: d}",
        "metadata: {name: d, labels: null, annotations: null}",
        "{metadata: {name: d, labels: {drawbridge.dev/migration: orders}}, spec: null}",
        "{metadata: {name: d, labels: {drawbridge.dev/migration: orders}}, spec: {}}",
        "{metadata: {name: d, labels: {drawbridge.dev/migration: orders}}, spec: {template: {}}}",
        "{metadata: {name: d, labels: {drawbridge.dev/migration: orders}}, spec: {template: {metadata: {annotations: null}}}}",
      })
  void oddDeploymentDependsOnWhatItsLabelNames(String yaml) {
    var deployment = read(yaml, Deployment.class);

    var view = DeploymentReading.view(deployment);

    assertThat(view.map(one -> one.need().migration()))
        .isEqualTo(label(deployment, "drawbridge.dev/migration"));
    assertThat(view.filter(one -> one.isHeld())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: d}",
        "{metadata: {name: d}, status: null}",
        "{metadata: {name: d}, status: {}}",
      })
  void deploymentThatNobodyHasLookedAtHasNoPods(String yaml) {
    assertThat(DeploymentReading.pods(read(yaml, Deployment.class)).all()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata: {name: r}",
        "{metadata: {name: r, annotations: null}, spec: null, status: null}",
        "{metadata: {name: r}, spec: {}, status: {}}",
        "{metadata: {name: r}, spec: {template: {metadata: null}}}",
      })
  void oddReplicaSetHasNoPodsAndAsksForNothing(String yaml) {
    var view = RunningTemplates.view(read(yaml, ReplicaSet.class));

    assertThat(view.pods()).isZero();
    assertThat(view.ask()).isEqualTo(new Ask.Nothing());
    assertThat(view.released()).isEmpty();
  }

  /** What begins with a brace would be taken for JSON. */
  private static <T> T read(String yaml, Class<T> type) {
    return Serialization.unmarshal("---\n" + yaml, type);
  }

  private static Optional<String> label(HasMetadata resource, String key) {
    return Optional.ofNullable(resource.getMetadata().getLabels())
        .flatMap(labels -> Optional.ofNullable(labels.get(key)));
  }
}
