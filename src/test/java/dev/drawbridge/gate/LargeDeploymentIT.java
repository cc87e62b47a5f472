package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The policies fail closed if they cost too much, and what they cost grows with what they compare:
 * the whole template, where it asks for nothing.
 */
class LargeDeploymentIT {

  private static final int VARIABLES = 5_000;
  private static final int ANNOTATION = 200_000;

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
  }

  @Test
  void deploymentNearlyTooLargeForTheServerIsJudgedLikeAnyOther() {
    var namespace = server.newNamespace();
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of());
        var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      operator.client().resource(large(namespace, "1")).create();

      var same = writer.client().resource(large(namespace, "1")).update();
      var changed = writer.client().resource(large(namespace, "2")).update();

      assertThat(same.getMetadata().getAnnotations()).doesNotContainKey(Markers.HELD_ANNOTATION);
      assertThat(changed.getMetadata().getAnnotations())
          .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
      assertThat(changed.getSpec().getPaused()).isTrue();
    }
  }

  private static Deployment large(String namespace, String last) {
    return new DeploymentBuilder(HoldCase.named("create-that-asks-for-nothing").asked())
        .editMetadata()
        .withNamespace(namespace)
        .addToAnnotations("example.com/large", "x".repeat(ANNOTATION))
        .endMetadata()
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withEnv(variables(last))
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static List<EnvVar> variables(String last) {
    return IntStream.rangeClosed(1, VARIABLES)
        .mapToObj(number ->
            new EnvVar("VARIABLE_" + number, number == VARIABLES ? last : "x".repeat(100), null))
        .toList();
  }
}
