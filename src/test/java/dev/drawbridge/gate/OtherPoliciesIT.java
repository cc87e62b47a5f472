package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What others change at admission after the hold policy, in a real API server. */
class OtherPoliciesIT {

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
  }

  @Test
  void whatAnotherPolicyAsksForAfterwardsIsJudgedAgain() {
    server.apply(Path.of("src/test/resources/gate/raises-schema.yaml"));
    var deployment = labelled("example.com/raise", "schema");
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of());
        var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      operator.client().resource(deployment).create();
      var resource = writer.client().resource(deployment);
      await().until(() -> "99".equals(schemaOf(resource.dryRun().update())));

      var stored = resource.update();

      assertThat(schemaOf(stored)).isEqualTo("99");
      assertHeld(stored);
    }
  }

  /** Which of the two is called last is the server's affair. */
  @Test
  void whatAnotherPolicyResumesEachTimeIsHeldOrRefused() {
    server.apply(Path.of("src/test/resources/gate/unpauses.yaml"));
    awaitThatItResumes();
    var deployment = labelled("example.com/unpause", "always");

    try (var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      assertHeld(writer.client().resource(deployment).create());
    } catch (KubernetesClientException refused) {
      assertThat(refused).hasMessageContaining(Sentences.changedAfterwards("Deployment"));
    }
  }

  /** The gate has no say in a Deployment without its label. */
  private static void awaitThatItResumes() {
    var other = labelled("example.com/unpause", "always");
    other.getMetadata().getLabels().remove(Markers.MIGRATION_LABEL);
    other.getSpec().setPaused(true);
    await()
        .until(() ->
            !Boolean.TRUE.equals(
                server.client().resource(other).dryRun().create().getSpec().getPaused()));
  }

  private static void assertHeld(Deployment stored) {
    assertThat(stored.getSpec().getPaused()).isTrue();
    assertThat(stored.getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }

  private static @Nullable String schemaOf(Deployment deployment) {
    return deployment
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .get(Markers.SCHEMA_ANNOTATION);
  }

  private static Deployment labelled(String label, String value) {
    return new DeploymentBuilder(HoldCase.named("create").asked())
        .editMetadata()
        .withNamespace(server.newNamespace())
        .addToLabels(label, value)
        .endMetadata()
        .build();
  }
}
