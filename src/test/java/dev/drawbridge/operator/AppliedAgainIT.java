package dev.drawbridge.operator;

import static dev.drawbridge.operator.RollbacksOnStage.message;
import static dev.drawbridge.operator.RollbacksOnStage.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A tool that applies the manifest of what was taken back, again and again. */
@ParameterizedClass
@EnumSource
class AppliedAgainIT {

  private static final Duration SEVERAL_SECONDS = Duration.ofSeconds(6);
  private static final String REVERTED = "6, goes";
  private static final String LET_THROUGH = "7, goes";

  private final AnyGround ground;
  private final Stage stage;
  private final RollbacksOnStage rollbacks;
  private final Lifeline life = Lifeline.unlimited();
  private final List<String> stored = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger applied = new AtomicInteger();

  AppliedAgainIT(AnyGround ground) {
    this.ground = ground;
    stage = new Stage(ground.start());
    rollbacks = new RollbacksOnStage(stage);
  }

  @BeforeEach
  void sevenIsVerifiedAfterSix() {
    stage.operator(life);
    rollbacks.verifySevenAfterSix();
    rollbacks.playReplicaSet(Stage.deployment("orders", "orders", "6"), 1, 0);
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  /** As tools do that replace, and, where the server can, as those that own fields. */
  private void applyAgain() {
    if (ground == AnyGround.KUBE_APISERVER && applied.get() % 2 == 0) {
      var manifest = Stage.deployment("orders", "orders", "7");
      manifest.getMetadata().setNamespace(stage.namespace());
      stage.client().resource(manifest).fieldManager("tool").forceConflicts().serverSideApply();
    } else {
      stage.apply(Stage.deployment("orders", "orders", "7"));
    }
    applied.incrementAndGet();
  }

  private final class Recorder implements Watcher<Deployment> {
    @Override
    public void eventReceived(Action action, Deployment deployment) {
      var paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
      stored.add(schema(deployment) + (paused ? ", is held" : ", goes"));
    }

    @Override
    public void onClose(@Nullable WatcherException cause) {
      stored.add("the watch was closed");
    }
  }

  @Test
  void staysBackAlthoughItIsAppliedFiveTimesASecond() {
    var before = life.writesThatWereDone().size();
    try (var watch = watched();
        var tool = Executors.newSingleThreadScheduledExecutor()) {
      var applying = tool.scheduleAtFixedRate(this::applyAgain, 0, 200, TimeUnit.MILLISECONDS);

      rollbacks.apply("back", "disable: {}");

      rollbacks.awaitStatus("back", status -> status.phase() == Phase.ROLLED_BACK);
      await().pollDelay(SEVERAL_SECONDS).atMost(Stage.PATIENCE).until(() -> applied.get() > 20);
      assertThat(applying.isDone()).as("what it applies was refused").isFalse();
      applying.cancel(false);
      assertThat(watch).isNotNull();
      neverLetThroughOnceItWasBack(List.copyOf(stored));
    }
    var written =
        life.writesThatWereDone().stream()
            .skip(before)
            .filter(write -> write.contains("/deployments/"))
            .toList();
    assertThat(written).as("written by the operator").hasSizeLessThanOrEqualTo(3);
    assertThat(stage.isHeld("orders")).isTrue();
    await()
        .atMost(Stage.PATIENCE)
        .until(() -> {
          stage.timePasses("orders");
          return heldBecause().contains("schema 7");
        });
  }

  private Watch watched() {
    return stage
        .client()
        .apps()
        .deployments()
        .inNamespace(stage.namespace())
        .withName("orders")
        .watch(new Recorder());
  }

  private static void neverLetThroughOnceItWasBack(List<String> versions) {
    assertThat(versions).contains(REVERTED).doesNotContain("the watch was closed");
    var after = versions.subList(versions.indexOf(REVERTED), versions.size());
    assertThat(after).doesNotContain(LET_THROUGH);
  }

  private String heldBecause() {
    return stage
        .deployment("orders")
        .getMetadata()
        .getAnnotations()
        .getOrDefault(Markers.HELD_BECAUSE_ANNOTATION, "");
  }

  /** The database is not touched while pods of what is taken back are there. */
  @Test
  void whatIsAppliedAgainBeforeTheOldPodsAreBackIsTakenBackAgain() {
    rollbacks.playReplicaSet(Stage.deployment("orders", "orders", "7"), 2, 1);
    rollbacks.apply("back", "undo: {to: \"6\"}");
    await().atMost(Stage.PATIENCE).until(() -> "6".equals(schema(stage.deployment("orders"))));

    stage.apply(Stage.deployment("orders", "orders", "7"));

    rollbacks.awaitStatus("back", status -> message(status).contains("applied again"));
    assertThat(stage.isHeld("orders")).isTrue();
    assertThat(stage.jobs()).hasSize(2);
    stage.timePasses("orders");
    await().atMost(Stage.PATIENCE).until(() -> "6".equals(schema(stage.deployment("orders"))));
    assertThat(stage.isHeld("orders")).isFalse();
    rollbacks.playPods(2, 0);
    rollbacks.rollOut();
    stage.awaitJob().starts().verifies("6");
    assertThat(rollbacks.awaitEnd("back").isDone()).isTrue();
  }
}
