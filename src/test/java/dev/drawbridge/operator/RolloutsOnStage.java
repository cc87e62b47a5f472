package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The Argo Rollouts of a stage, with fields that the gate does not know. */
record RolloutsOnStage(Stage stage) {

  /** Applies one that needs {@code schema} of the Migration orders. */
  void apply(String name, String schema, String colour) {
    stage.apply(manifest(name, schema, colour));
  }

  static GenericKubernetesResource manifest(String name, String schema, String colour) {
    return Serialization.unmarshal(
        """
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata:
          name: %1$s
          labels: {drawbridge.dev/migration: orders}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
          template:
            metadata:
              labels: {app: %1$s, colour: %3$s}
              annotations: {drawbridge.dev/schema: "%2$s"}
            spec:
              containers: [{name: app, image: "app:1"}]
        """
            .formatted(name, schema, colour),
        GenericKubernetesResource.class);
  }

  boolean isHeld(String name) {
    var rollout = find(name);
    var annotations = Objects.requireNonNullElse(rollout.getMetadata().getAnnotations(), Map.of());
    return annotations.containsKey(Markers.HELD_ANNOTATION)
        && Boolean.TRUE.equals(rollout.getSpec().paused());
  }

  Rollout find(String name) {
    return named(name).get();
  }

  /** Writes how many pods it has, as Argo's controller does. */
  void count(String name, int pods, int ofThisTemplate) {
    var rollout = find(name);
    var generation = String.valueOf(rollout.getMetadata().getGeneration());
    rollout.setStatus(new Rollout.Status(pods, ofThisTemplate, pods, generation, List.of()));
    stage.client().resource(rollout).updateStatus();
  }

  /** All that is in its {@code spec}. */
  String spec(String name) {
    var all = stage.client().genericKubernetesResources("argoproj.io/v1alpha1", "Rollout");
    var found = all.inNamespace(stage.namespace()).withName(name).get();
    return Serialization.asJson(found.getAdditionalProperties().get("spec"));
  }

  private Resource<Rollout> named(String name) {
    return stage.client().resources(Rollout.class).inNamespace(stage.namespace()).withName(name);
  }
}
