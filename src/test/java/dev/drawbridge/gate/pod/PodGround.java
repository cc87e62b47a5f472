package dev.drawbridge.gate.pod;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.GateRights;
import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A namespace in a real API server in which pods can be made, and the people who write there. */
record PodGround(RealApiServer server, String namespace) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static PodGround in(RealApiServer server) {
    var namespace = server.newNamespace();
    var account =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withName("default")
            .withNamespace(namespace)
            .endMetadata()
            .withAutomountServiceAccountToken(false)
            .build();
    server.client().resource(account).create();
    return new PodGround(server, namespace);
  }

  KubernetesClient operator() {
    return server.clientFor(HoldRule.OPERATOR);
  }

  /** Somebody who may write pods, and break the glass of these Migrations. */
  KubernetesClient writer(PodCase given) {
    return server.clientFor(given.user(), GateRights.groups(given.mayBreakGlass()));
  }

  <R extends HasMetadata> R here(R resource) {
    resource.getMetadata().setNamespace(namespace);
    return resource;
  }

  /** Makes {@code owner}, which remembers schema 8 at least, and waits until admission knows it. */
  <R extends HasMetadata> R remembering(R owner, String released) {
    here(owner).getMetadata().setAnnotations(Map.of(Markers.RELEASED_ANNOTATION, released));
    owner.getMetadata().setLabels(Map.of(Markers.RELEASED_LABEL, Markers.RELEASED));
    try (var operator = operator()) {
      var stored = operator.resource(owner).create();
      var probe = podOf(stored, Map.of(Markers.SCHEMA_ANNOTATION, "8"));
      await().atMost(PATIENCE).until(() -> gates(dryRun(probe)).isEmpty());
      return stored;
    }
  }

  private Pod dryRun(Pod pod) {
    return server.client().resource(pod).dryRun().create();
  }

  /** Waits until the policies are in force. */
  void awaitThePolicies() {
    var probe = podOf(null, Map.of());
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(() -> !gates(dryRun(probe)).isEmpty());
  }

  /** A pod as the controller of {@code owner} makes it. */
  Pod podOf(@Nullable HasMetadata owner, Map<String, String> asks) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("shop-0")
            .withNamespace(namespace)
            .addToLabels(Markers.MIGRATION_LABEL, "orders")
            .addToAnnotations(asks)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("shop")
            .withImage("shop:1")
            .endContainer()
            .endSpec()
            .build();
    if (owner != null) {
      pod.getMetadata().setOwnerReferences(List.of(controlledBy(owner)));
    }
    return pod;
  }

  private static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .build();
  }

  static List<String> gates(Pod pod) {
    return pod.getSpec().getSchedulingGates().stream().map(gate -> gate.getName()).toList();
  }
}
