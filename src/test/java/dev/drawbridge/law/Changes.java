package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people and tools do to a Deployment. */
final class Changes {

  private Changes() {}

  static Deployment template(Deployment deployment, PodTemplateSpec template) {
    return with(deployment, metadata -> {}, spec -> spec.setTemplate(template));
  }

  /** Another image, or what {@code kubectl rollout restart} writes; the same ask. */
  static Deployment edited(Deployment deployment, String key, int number) {
    var template =
        new PodTemplateSpecBuilder(deployment.getSpec().getTemplate())
            .editMetadata()
            .addToAnnotations(key, Integer.toString(number))
            .endMetadata()
            .build();
    return template(deployment, template);
  }

  static Deployment scaled(Deployment deployment, int replicas) {
    return with(deployment, metadata -> {}, spec -> spec.setReplicas(replicas));
  }

  static Deployment paused(Deployment deployment, boolean paused) {
    return with(deployment, metadata -> {}, spec -> spec.setPaused(paused));
  }

  /** An empty value takes the label off. */
  static Deployment labelled(Deployment deployment, String migration) {
    return with(
        deployment,
        metadata -> put(metadata.getLabels(), Markers.MIGRATION_LABEL, migration),
        spec -> {});
  }

  /** An empty value takes the annotation off. */
  static Deployment annotated(Deployment deployment, String key, String value) {
    return with(deployment, metadata -> put(metadata.getAnnotations(), key, value), spec -> {});
  }

  private static void put(Map<String, String> texts, String key, String value) {
    if (value.isEmpty()) {
      texts.remove(key);
    } else {
      texts.put(key, value);
    }
  }

  /** As {@code kubectl rollout undo} writes: the template and the annotations of a ReplicaSet. */
  static Deployment undone(
      Deployment deployment, PodTemplateSpec template, Map<String, String> annotations) {
    return with(
        deployment,
        metadata -> metadata.setAnnotations(new LinkedHashMap<>(annotations)),
        spec -> spec.setTemplate(template));
  }

  /** What was stored once, put over what is stored now: it keeps only its replicas. */
  static Deployment copied(Deployment deployment, Deployment copy) {
    var now = deployment.getMetadata();
    return with(
        copy,
        metadata -> {
          metadata.setUid(now.getUid());
          metadata.setDeletionTimestamp(now.getDeletionTimestamp());
        },
        spec -> spec.setReplicas(deployment.getSpec().getReplicas()));
  }

  static Deployment identified(Deployment deployment, String uid) {
    return with(
        deployment,
        metadata -> {
          metadata.setUid(uid);
          metadata.setDeletionTimestamp(null);
        },
        spec -> {});
  }

  static Deployment beingDeleted(Deployment deployment) {
    return with(
        deployment, metadata -> metadata.setDeletionTimestamp("2026-11-21T10:00:00Z"), spec -> {});
  }

  /** As an API server numbers what is stored, whatever was asked for. */
  static Deployment numbered(Deployment deployment, int version, long generation) {
    return with(
        deployment,
        metadata -> {
          metadata.setResourceVersion(Integer.toString(version));
          metadata.setGeneration(generation);
        },
        spec -> {});
  }

  /** With what Kubernetes has reported; null if nothing. */
  static Deployment reported(Deployment deployment, @Nullable DeploymentStatus status) {
    var changed = with(deployment, metadata -> {}, spec -> {});
    changed.setStatus(status);
    return changed;
  }

  /** A changed copy. Builders would copy the template as well, each time. */
  private static Deployment with(
      Deployment deployment, Consumer<ObjectMeta> head, Consumer<DeploymentSpec> body) {
    var old = deployment.getMetadata();
    var metadata = new ObjectMeta();
    metadata.setNamespace(old.getNamespace());
    metadata.setName(old.getName());
    metadata.setUid(old.getUid());
    metadata.setResourceVersion(old.getResourceVersion());
    metadata.setDeletionTimestamp(old.getDeletionTimestamp());
    metadata.setGeneration(old.getGeneration());
    metadata.setLabels(new LinkedHashMap<>(old.getLabels()));
    metadata.setAnnotations(new LinkedHashMap<>(old.getAnnotations()));
    head.accept(metadata);
    var spec = new DeploymentSpec();
    spec.setReplicas(deployment.getSpec().getReplicas());
    spec.setPaused(deployment.getSpec().getPaused());
    spec.setTemplate(deployment.getSpec().getTemplate());
    spec.setSelector(deployment.getSpec().getSelector());
    spec.setStrategy(deployment.getSpec().getStrategy());
    body.accept(spec);
    var changed = new Deployment();
    changed.setMetadata(metadata);
    changed.setSpec(spec);
    changed.setStatus(deployment.getStatus());
    return changed;
  }

  static Deployment withGlass(Deployment deployment, String why) {
    var words = Need.of(deployment).map(need -> need.ask().glassWords()).orElse("nothing");
    return annotated(deployment, Markers.BREAK_GLASS_ANNOTATION, words + ": " + why);
  }

  static Deployment withForgedMark(Deployment deployment, int number) {
    var marks = List.of(Markers.HELD, Markers.HELD_ALREADY_PAUSED, "false");
    return annotated(deployment, Markers.HELD_ANNOTATION, marks.get(number % marks.size()));
  }

  static Map<String, String> annotations(Deployment deployment) {
    return Map.copyOf(deployment.getMetadata().getAnnotations());
  }
}
