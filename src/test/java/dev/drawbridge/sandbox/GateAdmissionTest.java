package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.api.Markers;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox's API server holds and refuses as a real one does, whichever part is written. */
class GateAdmissionTest {

  private static final String FROM_ZERO =
      "a held Deployment cannot be scaled up from 0, because that could start pods";

  private static MockApiServer server;
  private static KubernetesClient administrator;
  private static KubernetesClient somebody;
  private static KubernetesClient operator;

  @BeforeAll
  static void start() {
    server = MockApiServer.start();
    server.admitDeploymentsBy(new GateAdmission());
    administrator = server.client();
    somebody = server.client("somebody");
    operator = server.client(HoldRule.OPERATOR);
  }

  @AfterAll
  static void stop() {
    operator.close();
    somebody.close();
    administrator.close();
    server.close();
  }

  @BeforeEach
  void holdOneAtZero() {
    administrator.apps().deployments().inNamespace("default").delete();
    somebody.resource(deployment()).create();
  }

  @Test
  void createdOneIsHeld() {
    assertThat(stored().getSpec().getPaused()).isTrue();
    assertThat(stored().getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }

  @Test
  void resumeIsPutBack() {
    patch(somebody, "{\"spec\": {\"paused\": false}}");

    assertThat(stored().getSpec().getPaused()).isTrue();
  }

  @Test
  void heldOneIsNotScaledFromZeroThroughTheObject() {
    assertRefused(422, FROM_ZERO, () -> patch(somebody, "{\"spec\": {\"replicas\": 2}}"));

    assertThat(stored().getSpec().getReplicas()).isZero();
  }

  @Test
  void heldOneIsNotScaledFromZeroThroughScale() {
    assertRefused(422, FROM_ZERO, () -> the(somebody).scale(2));
    assertRefused(422, FROM_ZERO, () -> the(administrator).scale(2));

    assertThat(stored().getSpec().getReplicas()).isZero();
  }

  @Test
  void releasedOneIsScaledFromZero() {
    patch(
        operator,
        "{\"metadata\": {\"annotations\": {\"%s\": null}}, \"spec\": {\"paused\": false}}"
            .formatted(Markers.HELD_ANNOTATION));

    the(somebody).scale(2);

    assertThat(stored().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void marksAreNotChangedThroughStatus() {
    assertRefused(
        422,
        "annotations of drawbridge.dev/ cannot be changed through the status",
        () -> the(somebody).editStatus(GateAdmissionTest::withoutMark));

    assertThat(stored().getMetadata().getAnnotations()).containsKey(Markers.HELD_ANNOTATION);
  }

  @Test
  void statusItselfIsWritten() {
    the(somebody).editStatus(GateAdmissionTest::withReadyReplica);

    assertThat(stored().getStatus().getReadyReplicas()).isEqualTo(1);
  }

  @Test
  void labelComesOffOnlyByOneWhoMay() {
    var off = "{\"metadata\": {\"labels\": {\"%s\": null}}}".formatted(Markers.MIGRATION_LABEL);

    assertRefused(403, "only by those who may breakglass", () -> patch(somebody, off));
    patch(administrator, off);

    assertThat(Boolean.TRUE.equals(stored().getSpec().getPaused())).isFalse();
  }

  @Test
  void glassIsBrokenOnlyByOneWhoMay() {
    var glass =
        "{\"metadata\": {\"annotations\": {\"%s\": \"schema 8: ticket 4711\"}}}"
            .formatted(Markers.BREAK_GLASS_ANNOTATION);

    assertRefused(403, "only for those who may breakglass", () -> patch(somebody, glass));
    patch(administrator, glass);

    assertThat(stored().getMetadata().getAnnotations())
        .doesNotContainKey(Markers.HELD_ANNOTATION)
        .containsKey(Markers.BREAK_GLASS_BY_ANNOTATION);
  }

  private static void assertRefused(int code, String sentence, ThrowingCallable write) {
    assertThatThrownBy(write)
        .hasMessageContaining(sentence)
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo(code));
  }

  private static void patch(KubernetesClient writer, String patch) {
    the(writer).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static Deployment stored() {
    return the(administrator).get();
  }

  private static RollableScalableResource<Deployment> the(KubernetesClient client) {
    return client.apps().deployments().inNamespace("default").withName("shop");
  }

  private static Deployment withoutMark(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .removeFromAnnotations(Markers.HELD_ANNOTATION)
        .endMetadata()
        .build();
  }

  private static Deployment withReadyReplica(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editOrNewStatus()
        .withReadyReplicas(1)
        .endStatus()
        .build();
  }

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("shop")
        .withNamespace("default")
        .addToLabels(Markers.MIGRATION_LABEL, "orders")
        .endMetadata()
        .withNewSpec()
        .withReplicas(0)
        .withNewSelector()
        .addToMatchLabels("app", "shop")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "shop")
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, "8")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("shop:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
