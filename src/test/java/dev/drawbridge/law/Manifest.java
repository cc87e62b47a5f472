package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The manifests that people have, by number: one of a few templates, and some replicas. */
final class Manifest {

  static final List<String> MIGRATIONS = List.of("orders", "billing");

  /** The templates of manifests: what they ask for, by annotation. */
  private static final List<Map<String, String>> ASKS =
      List.of(
          Map.of(Markers.SCHEMA_ANNOTATION, "7"),
          Map.of(Markers.SCHEMA_ANNOTATION, "8"),
          Map.of(Markers.SCHEMA_ANNOTATION, "9"),
          Map.of(Markers.RELEASE_ANNOTATION, "blue"),
          Map.of(Markers.RELEASE_ANNOTATION, "green"),
          Map.of(Markers.SCHEMA_ANNOTATION, "8", Markers.RELEASE_ANNOTATION, "blue"),
          Map.of());

  private static final Map<String, String> LABELS = Map.of("app", "shop");

  private static final List<PodTemplateSpec> TEMPLATES =
      ASKS.stream().map(Manifest::template).toList();

  static final PodTemplateSpec SCHEMA_9 = TEMPLATES.get(2);

  private Manifest() {}

  private static PodTemplateSpec template(Map<String, String> asks) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels(LABELS)
        .withAnnotations(new LinkedHashMap<>(asks))
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("drawbridge.dev/no-such-node", "true")
        .addNewContainer()
        .withName("app")
        .withImage("app:1")
        .endContainer()
        .endSpec()
        .build();
  }

  static PodTemplateSpec template(int number) {
    return TEMPLATES.get(number % TEMPLATES.size());
  }

  static int replicas(int number) {
    return List.of(0, 1, 3).get(number % 3);
  }

  static Deployment of(int number) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(PlayedApiServer.NAMESPACE)
        .withName("shop")
        .addToLabels(Markers.MIGRATION_LABEL, MIGRATIONS.getFirst())
        .addToAnnotations(Map.of())
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas(number / 7))
        .withNewSelector()
        .withMatchLabels(LABELS)
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString("100%"))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(template(number))
        .endSpec()
        .build();
  }
}
