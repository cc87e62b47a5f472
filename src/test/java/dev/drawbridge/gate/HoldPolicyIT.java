package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The admission policy in a real API server: the same cases as the Java rule, and kinds of writes.
 */
class HoldPolicyIT {

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicy() {
    server = RealApiServer.shared();
    server.installHoldPolicy();
  }

  static List<HoldCase> cases() {
    return HoldCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void storesWhatTheCaseSays(HoldCase given) {
    var namespace = server.newNamespace();
    var somebody = server.clientFor(given.user());
    given(given, namespace);

    var asked = somebody.resource(in(namespace, given.asked()));
    var stored = given.old() == null ? asked.create() : asked.update();

    assertStored(stored, given.stored());
  }

  private static void given(HoldCase given, String namespace) {
    if (given.old() == null) {
      return;
    }
    var operator = server.clientFor(HoldRule.OPERATOR);
    operator.resource(in(namespace, given.old())).create();
    if (given.old().isMarkedForDeletion()) {
      operator.resource(in(namespace, given.old())).delete();
    }
  }

  private static void assertStored(Deployment stored, Deployment expected) {
    var metadata = stored.getMetadata();
    assertThat(metadata.getLabels()).isEqualTo(expected.getMetadata().getLabels());
    assertThat(metadata.getAnnotations()).isEqualTo(expected.getMetadata().getAnnotations());
    assertThat(Boolean.TRUE.equals(stored.getSpec().getPaused()))
        .isEqualTo(Boolean.TRUE.equals(expected.getSpec().getPaused()));
    assertThat(stored.getSpec().getReplicas()).isEqualTo(expected.getSpec().getReplicas());
    var template = stored.getSpec().getTemplate();
    assertThat(template.getMetadata()).isEqualTo(expected.getSpec().getTemplate().getMetadata());
    assertThat(template.getSpec().getContainers().getFirst().getImage())
        .isEqualTo(
            expected.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
  }

  @Test
  void heldOneThatIsAppliedAgainStaysHeld() {
    var manifest = in(server.newNamespace(), manifest());
    var somebody = server.clientFor("somebody@example.com");

    somebody.resource(manifest).fieldManager("somebody").serverSideApply();
    var again = somebody.resource(manifest).fieldManager("somebody").serverSideApply();

    assertHeld(again);
  }

  @Test
  void heldOneThatIsResumedByAPatchStaysHeld() {
    var held = created();

    var patched =
        held.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"spec\":{\"paused\":null}}");

    assertHeld(patched);
  }

  @Test
  void heldOneIsScaled() {
    var held = created();

    held.scale(5);

    assertThat(held.get().getSpec().getReplicas()).isEqualTo(5);
    assertHeld(held.get());
  }

  @Test
  void whatAnotherPolicyChangesAfterwardsIsJudgedAgain() {
    server.apply(Path.of("src/test/resources/gate/raises-schema.yaml"));
    var deployment = in(server.newNamespace(), manifest());
    deployment.getMetadata().getLabels().put("example.com/raise", "schema");
    server.clientFor(HoldRule.OPERATOR).resource(deployment).create();
    var somebody = server.clientFor("somebody@example.com");
    await().until(() -> "99".equals(schemaOf(somebody.resource(deployment).dryRun().update())));

    var stored = somebody.resource(deployment).update();

    assertThat(schemaOf(stored)).isEqualTo("99");
    assertHeld(stored);
  }

  private static @Nullable String schemaOf(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(Markers.SCHEMA_ANNOTATION);
  }

  private static RollableScalableResource<Deployment> created() {
    var namespace = server.newNamespace();
    KubernetesClient somebody = server.clientFor("somebody@example.com");
    somebody.resource(in(namespace, manifest())).create();
    return somebody.apps().deployments().inNamespace(namespace).withName("shop");
  }

  private static Deployment manifest() {
    return cases().stream()
        .filter(given -> given.name().equals("create"))
        .findFirst()
        .orElseThrow()
        .asked();
  }

  private static Deployment in(String namespace, Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  private static void assertHeld(Deployment deployment) {
    assertThat(deployment.getSpec().getPaused()).isTrue();
    assertThat(deployment.getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }
}
