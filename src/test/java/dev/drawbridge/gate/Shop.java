package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A namespace with one Deployment, and somebody with kubectl who may write it. */
record Shop(RealApiServer server, Kubectl kubectl) {

  static Shop in(RealApiServer server, Path home) throws IOException {
    return new Shop(server, Kubectl.of(server, home, server.newNamespace()));
  }

  String namespace() {
    return kubectl.namespace();
  }

  /** Puts a Deployment there that runs, past all policies. */
  void running(String schema) {
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of())) {
      operator.client().resource(in(namespace(), schema)).create();
    }
  }

  /** Applies what asks for schema 8, so that it is held. */
  void held() {
    var created = kubectl.runWith(manifest("8"), "apply", "-f", "-");
    assertThat(created.code()).as(created.text()).isZero();
    assertHeld();
  }

  String manifest(String schema) {
    return Serialization.asYaml(in(namespace(), schema));
  }

  private static Deployment in(String namespace, String schema) {
    return new DeploymentBuilder(HoldCase.named("create").asked())
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .editSpec()
        .editTemplate()
        .editMetadata()
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private RollableScalableResource<Deployment> deployment() {
    return server.client().apps().deployments().inNamespace(namespace()).withName("shop");
  }

  Deployment stored() {
    return deployment().get();
  }

  void assertHeld() {
    assertThat(stored().getSpec().getPaused()).isTrue();
    assertThat(stored().getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }

  void assertNotHeld() {
    assertThat(stored().getSpec().getPaused()).isNotEqualTo(true);
    assertThat(stored().getMetadata().getAnnotations()).doesNotContainKey(Markers.HELD_ANNOTATION);
  }
}
