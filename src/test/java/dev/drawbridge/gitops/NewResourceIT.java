package dev.drawbridge.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those who wait see on a real API server before the operator has looked. */
class NewResourceIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: orders}
        spec:
          database: {secretRef: {name: orders-db}}
          migrate: [{flyway: {configMaps: [orders-sql]}}]
        """,
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Rollback
        metadata: {name: orders}
        spec: {migration: orders, reason: wrong column, disable: {}}
        """
      })
  void newResourceIsInProgress(String yaml) {
    var server = RealApiServer.shared();
    server.installCustomResources();
    var resource = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(server.newNamespace());
    server.client().resource(resource).create();

    var stored = server.client().resource(resource).get();

    assertThat(Kstatus.of(Serialization.unmarshal(Serialization.asJson(stored), JsonNode.class)))
        .isEqualTo(Kstatus.IN_PROGRESS);
    assertThat(stored.getMetadata().getGeneration()).isEqualTo(1);
  }
}
