package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a resource. An exception here would stop an informer, so odd ones are kept. */
class TrimmedTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: ConfigMap, apiVersion: v1, metadata: {name: x}}",
        "{kind: ConfigMap, apiVersion: v1, metadata: {name: x, annotations: null}, data: null, binaryData: null}",
        "{kind: ConfigMap, apiVersion: v1, metadata: {name: x}, data: {V1__a.sql: null}}",
        "{kind: Job, apiVersion: batch/v1, metadata: {name: x}, spec: null, status: null}",
        "{kind: Pod, apiVersion: v1, metadata: {name: x}}",
        "{kind: Pod, apiVersion: v1, metadata: {name: x, labels: null}, spec: null, status: null}",
        "{kind: Deployment, apiVersion: apps/v1, metadata: {name: x}}",
        "{kind: Deployment, apiVersion: apps/v1, metadata: {name: x, managedFields: null}, spec: {}}",
        "{kind: Deployment, apiVersion: apps/v1, metadata: {name: x}, spec: {template: {metadata: null}}}",
        "{kind: Secret, apiVersion: v1, metadata: {name: x}}",
      })
  void oddResourceIsKept(String yaml) {
    HasMetadata resource = new KubernetesSerialization().unmarshal("---\n" + yaml);

    assertThat(Trimmed.trim(resource).getMetadata().getName()).isEqualTo("x");
  }

  @Test
  void whatIsLookedAtStays() {
    var pod = trimmed("spec: {nodeName: node-1, containers: [{name: runner}]}", Pod.class);
    assertThat(pod.getSpec().getNodeName()).isEqualTo("node-1");
    assertThat(pod.getSpec().getContainers()).isEmpty();

    var deployment =
        trimmed(
            "spec: {paused: true, template: {metadata: {annotations: {a: b}}, spec: {containers: [{name: c}]}}}",
            Deployment.class);
    assertThat(deployment.getSpec().getPaused()).isTrue();
    assertThat(deployment.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("a", "b");
    assertThat(deployment.getSpec().getTemplate().getSpec()).isNull();

    var counted =
        trimmed(
            "status: {replicas: 3, updatedReplicas: 2, observedGeneration: 4, conditions: [{type: Available, status: 'True'}]}",
            Deployment.class);
    assertThat(counted.getStatus().getReplicas()).isEqualTo(3);
    assertThat(counted.getStatus().getUpdatedReplicas()).isEqualTo(2);
    assertThat(counted.getStatus().getObservedGeneration()).isEqualTo(4);
    assertThat(counted.getStatus().getConditions()).isEmpty();

    var job = trimmed("{spec: {parallelism: 1}, status: {active: 1}}", Job.class);
    assertThat(job.getSpec().getParallelism()).isNull();
    assertThat(job.getStatus().getActive()).isEqualTo(1);

    assertThat(trimmed("data: {V1__a.sql: select 1}", ConfigMap.class).getData()).isEmpty();
  }

  @Test
  void largeResourceIsKeptSmall() {
    var text = "x".repeat(500_000);

    assertThat(kept("data: {V1__a.sql: %s}".formatted(text), ConfigMap.class)).hasSizeLessThan(500);
    assertThat(
            kept(
                "spec: {template: {spec: {containers: [{name: app, command: [%s]}]}}}"
                    .formatted(text),
                Deployment.class))
        .hasSizeLessThan(500);
    assertThat(
            kept(
                "spec: {containers: [{name: runner, env: [{name: SPEC, value: %s}]}]}"
                    .formatted(text),
                Pod.class))
        .hasSizeLessThan(500);
    assertThat(
            kept(
                "spec: {template: {spec: {containers: [{name: runner, command: [%s]}]}}}"
                    .formatted(text),
                Job.class))
        .hasSizeLessThan(500);
  }

  private static <T extends HasMetadata> String kept(String yaml, Class<T> type) {
    return new KubernetesSerialization().asJson(trimmed(yaml, type));
  }

  private static <T extends HasMetadata> T trimmed(String yaml, Class<T> type) {
    var resource = new KubernetesSerialization().unmarshal("---\n" + yaml, type);
    resource.setMetadata(new ObjectMetaBuilder().withName("x").build());
    return type.cast(Trimmed.trim(resource));
  }
}
