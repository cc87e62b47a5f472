package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComebackTest {

  private static Deployment deployment(String schema, boolean isHeld) {
    var builder =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("api")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", "api")
            .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
            .endMetadata()
            .endTemplate()
            .endSpec();
    return isHeld
        ? builder
            .editMetadata()
            .addToAnnotations(Markers.HELD_ANNOTATION, Markers.HELD)
            .endMetadata()
            .build()
        : builder.build();
  }

  private static ReplicaSet set(String schema, int revision, int madeAt, int replicas) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName("api-" + schema)
        .withCreationTimestamp("2026-11-21T10:00:%02dZ".formatted(madeAt))
        .addToAnnotations("deployment.kubernetes.io/revision", String.valueOf(revision))
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "api")
        .addToLabels("pod-template-hash", "hash-" + schema)
        .addToAnnotations(Markers.SCHEMA_ANNOTATION, schema)
        .endMetadata()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Optional<String> obstacle(String had, Deployment found, ReplicaSet... sets) {
    return Comeback.obstacle(
        found, List.of(sets), Optional.of(had).filter(name -> !name.isEmpty()));
  }

  @Test
  void oneThatIsNotHeldGetsThePodsOfItsTemplate() {
    assertThat(obstacle("api-6", deployment("7", false), set("7", 2, 2, 0))).isEmpty();
  }

  @Test
  void heldOneGetsItsPodsBackIfTheirReplicaSetWasMadeLast() {
    assertThat(obstacle("api-6", deployment("7", true), set("5", 1, 1, 0), set("6", 2, 2, 0)))
        .isEmpty();
  }

  @Test
  void templateThatWaitsAndHasAReplicaSetWouldBeStarted() {
    assertThat(obstacle("api-6", deployment("7", true), set("7", 1, 1, 0), set("6", 2, 2, 0)))
        .get()
        .asString()
        .contains("start pods of its ReplicaSet api-7, and not of api-6");
  }

  @Test
  void goneBackToAnEarlierOneTheLaterOneWouldBeStarted() {
    assertThat(obstacle("api-5", deployment("7", true), set("5", 3, 1, 0), set("6", 2, 2, 0)))
        .get()
        .asString()
        .contains("api-6, and not of api-5");
  }

  @Test
  void heldFromTheBeginningItHasNothingToStart() {
    assertThat(obstacle("", deployment("7", true))).isEmpty();
  }

  @Test
  void heldOneWithoutPodsStaysWithoutPods() {
    assertThat(obstacle("", deployment("7", true), set("6", 1, 1, 0)))
        .get()
        .asString()
        .contains("start pods of its ReplicaSet api-6. Delete that one");
  }

  private static final String VERIFIED_6 = "verified: {version: \"6\", applied: [\"6\"], run: r}";
  private static final String TAKEN_BACK =
      "takenBack: {rollback: back, uid: u, way: undo, reason: why, inputs: d, at: \"2026-11-21T10:00:00Z\"}";

  /** Of a Deployment that depends on orders and had pods that need schema {@code has}. */
  private static Optional<String> takenBack(String has, String... status) {
    var held = deployment("7", true);
    held.getMetadata().setLabels(Map.of(Markers.MIGRATION_LABEL, "orders"));
    var migration =
        Serialization.unmarshal(
            "metadata: {name: orders}\nspec: {migrate: []}\nstatus:\n"
                + String.join("\n", status).indent(2),
            Migration.class);
    return Comeback.takenBack(held, set(has, 1, 1, 0), Optional.of(migration));
  }

  @Test
  void podsThatNeedWhatWasTakenBackAreNotStartedAgain() {
    assertThat(takenBack("7", VERIFIED_6, TAKEN_BACK))
        .contains(
            "its pods need schema 7 of Migration orders, which was taken back. Apply a template that can do without");
    assertThat(takenBack("7", TAKEN_BACK)).isPresent();
  }

  @Test
  void podsThatNeedWhatHasStayedComeBackAndThoseOfAFailedRun() {
    assertThat(takenBack("6", VERIFIED_6, TAKEN_BACK)).isEmpty();
    assertThat(takenBack("7", VERIFIED_6)).isEmpty();
  }

  @Test
  void runningIsTheNewestWithPods() {
    assertThat(Comeback.running(List.of(set("5", 3, 1, 1), set("6", 2, 2, 2), set("7", 4, 3, 0))))
        .contains("api-5");
    assertThat(Comeback.running(List.of(set("7", 4, 3, 0)))).isEmpty();
  }
}
