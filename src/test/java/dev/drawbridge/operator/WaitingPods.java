package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What makes pods that wait by themselves, and those pods as the controllers would make them. */
record WaitingPods(Stage stage) {

  private static final String OTHER_GATE = "other.example/gate";
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String TEMPLATE =
      """
      template:
          metadata:
            labels: {app: shop, drawbridge.dev/migration: orders}
            annotations: {drawbridge.dev/schema: "7"}
          spec:
            restartPolicy: %s
            containers: [{name: app, image: "app:1"}]
      """;

  HasMetadata statefulSet(String name) {
    return make(
        "apps/v1",
        "StatefulSet",
        name,
        "serviceName: shop\n  selector: {matchLabels: {app: shop}}");
  }

  HasMetadata daemonSet(String name) {
    return make("apps/v1", "DaemonSet", name, "selector: {matchLabels: {app: shop}}");
  }

  /** A Job, made by {@code cronJob} if there is one. */
  HasMetadata job(String name, @Nullable HasMetadata cronJob) {
    var job = resource("batch/v1", "Job", name, TEMPLATE.formatted("Never"));
    if (cronJob != null) {
      own(job, cronJob);
    }
    return stored(job);
  }

  HasMetadata cronJob(String name) {
    var template = TEMPLATE.formatted("Never").replace("\n", "\n    ");
    return stored(
        resource(
            "batch/v1",
            "CronJob",
            name,
            "schedule: 0 3 * * *\n  jobTemplate:\n    spec:\n      " + template));
  }

  private HasMetadata make(String version, String kind, String name, String start) {
    return stored(resource(version, kind, name, start + "\n  " + TEMPLATE.formatted("Always")));
  }

  private static HasMetadata resource(String version, String kind, String name, String spec) {
    return SERIALIZATION.unmarshal(
        "apiVersion: %s\nkind: %s\nmetadata: {name: %s}\nspec:\n  %s"
            .formatted(version, kind, name, spec));
  }

  private HasMetadata stored(HasMetadata resource) {
    resource.getMetadata().setNamespace(stage.namespace());
    return stage.client().resource(resource).create();
  }

  /** A pod with our gate and another's, as admission leaves it. */
  Pod pod(String name, String schema, @Nullable HasMetadata owner) {
    Pod pod =
        SERIALIZATION.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              labels: {app: shop, drawbridge.dev/migration: orders}
              annotations: {drawbridge.dev/schema: "%s"}
            spec:
              schedulingGates: [{name: %s}, {name: drawbridge.dev/migration}]
              containers: [{name: app, image: "app:1"}]
            """
                .formatted(name, schema, OTHER_GATE));
    if (owner != null) {
      own(pod, owner);
    }
    return (Pod) stored(pod);
  }

  private static void own(HasMetadata made, HasMetadata owner) {
    made.getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(owner.getApiVersion())
                    .withKind(owner.getKind())
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .withController(true)
                    .build()));
  }

  Pod find(String name) {
    return Objects.requireNonNull(
        stage.client().pods().inNamespace(stage.namespace()).withName(name).get());
  }

  void delete(String name) {
    stage.client().pods().inNamespace(stage.namespace()).withName(name).withGracePeriod(0).delete();
  }

  boolean waits(String name) {
    return PodGate.isOn(find(name));
  }

  /** What {@code owner} remembers now. */
  String memory(HasMetadata owner) {
    var metadata = stage.client().resource(owner).get().getMetadata();
    var isMarked =
        Markers.RELEASED.equals(
            Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of())
                .get(Markers.RELEASED_LABEL));
    return Optional.ofNullable(metadata.getAnnotations())
        .map(annotations -> annotations.get(Markers.RELEASED_ANNOTATION))
        .filter(text -> isMarked)
        .orElse("");
  }
}
