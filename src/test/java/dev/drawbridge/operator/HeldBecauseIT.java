package dev.drawbridge.operator;

import static dev.drawbridge.operator.Expectations.isVerifiedAndReleased;
import static dev.drawbridge.operator.Stage.deployment;
import static dev.drawbridge.operator.Stage.migration;
import static dev.drawbridge.operator.Stage.scripts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Deployment whose hold lasts says itself why it waits. */
@ParameterizedClass
@EnumSource
class HeldBecauseIT {

  private static final String MISSING =
      "needs Migration orders, which does not exist in namespace ";

  private final Stage stage;

  HeldBecauseIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void sentenceIsWrittenOnceFollowsTheMigrationAndGoesWithTheRelease() {
    var life = Lifeline.unlimited();
    stage.operator(life);
    stage.apply(deployment("orders", "orders", "7"));

    awaitSentence(MISSING + stage.namespace());

    stage.apply(migration("orders"));
    awaitSentence("needs schema 7 of Migration orders; nothing is verified yet");

    stage.apply(scripts("orders-sql", "select 1"));
    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", Expectations::isVerifiedAndReleased);
    assertThat(sentence()).isEmpty();
    assertThat(annotation(Markers.RELEASED_ANNOTATION)).contains("schema 7");
    assertThat(stage.eventsOf("Deployment", "orders"))
        .as("held without its Migration, held until it is verified, released")
        .containsExactlyInAnyOrder("RolloutHeld", "RolloutHeld", "RolloutReleased");
    assertThat(writesOfDeployments(life)).as("each sentence once, and the release").isEqualTo(3);
  }

  @Test
  void toolThatAppliesItsManifestAgainAndAgainLeavesTheSentence() {
    var life = Lifeline.unlimited();
    stage.operator(life);
    stage.apply(deployment("orders", "orders", "7"));
    awaitSentence(MISSING + stage.namespace());

    IntStream.range(0, 5).forEach(again -> applyAsATool(deployment("orders", "orders", "7")));

    assertThat(sentence()).isPresent();
    stage.apply(migration("orders"));
    awaitSentence("needs schema 7 of Migration orders; nothing is verified yet");
    assertThat(writesOfDeployments(life)).as("each sentence once").isEqualTo(2);
  }

  private void applyAsATool(Deployment manifest) {
    manifest.getMetadata().setNamespace(stage.namespace());
    stage.client().resource(manifest).fieldManager("tool").forceConflicts().serverSideApply();
  }

  /** Just before the sentence is written, and just after. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void operatorThatIsKilledAroundTheSentenceLosesNothing(int count) {
    var life = Lifeline.thatEndsBeforeWrite(count);
    stage.operator(life);
    stage.apply(deployment("orders", "orders", "7"));
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses("orders");
          return life.isDead() || (count == 1 && sentence().isPresent());
        });
    assertThat(sentence().isPresent()).isEqualTo(count == 1);
    life.kill();
    stage.stopOperators();

    var next = Lifeline.unlimited();
    stage.operator(next);
    awaitSentence(MISSING + stage.namespace());
    assertThat(next.writes()).hasSize(1 - count);

    stage.apply(scripts("orders-sql", "select 1"));
    stage.apply(migration("orders"));
    stage.awaitJob().starts().verifies("7");
    await().atMost(Stage.PATIENCE).until(() -> isVerifiedAndReleased(stage.status("orders")));
    assertThat(sentence()).isEmpty();
  }

  /** Each time that it looks, its clock has gone on: it waits for nothing else. */
  private void awaitSentence(String expected) {
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses("orders");
          return sentence().equals(Optional.of(expected));
        });
  }

  private static long writesOfDeployments(Lifeline life) {
    return life.writesThatWereDone().stream()
        .filter(write -> write.contains("/deployments/"))
        .count();
  }

  private Optional<String> sentence() {
    return annotation(Markers.HELD_BECAUSE_ANNOTATION);
  }

  private Optional<String> annotation(String name) {
    return Optional.ofNullable(stage.deployment("orders").getMetadata().getAnnotations().get(name));
  }
}
