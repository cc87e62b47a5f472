package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's part for pods that wait by themselves: it lets them go, and remembers that. */
@ParameterizedClass
@EnumSource
class PodGateIT {

  private static final String SCHEMA_7 = "schema 7 of Migration orders";

  private final Stage stage;
  private final WaitingPods pods;

  PodGateIT(AnyGround ground) {
    stage = new Stage(ground.start());
    pods = new WaitingPods(stage);
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void podIsLetGoWhenItsSchemaIsVerified() {
    var set = pods.statefulSet("shop");
    pods.pod("shop-0", "7", set);
    stage.operator(Lifeline.unlimited());
    await().until(() -> stage.eventsOf("Pod", "shop-0").contains("RolloutHeld"));

    verify("7");

    awaitGone("shop-0");
    assertThat(PodGate.others(pods.find("shop-0")))
        .extracting(PodSchedulingGate::getName)
        .containsExactly("other.example/gate");
    assertThat(pods.find("shop-0").getMetadata().getAnnotations())
        .containsEntry(Markers.RELEASED_ANNOTATION, SCHEMA_7);
    assertThat(pods.memory(set)).isEqualTo(SCHEMA_7);
    await().until(() -> stage.eventsOf("Pod", "shop-0").contains("RolloutReleased"));
  }

  @Test
  void migrationListsWhatHasMadeThePods() {
    var set = pods.statefulSet("shop");
    pods.pod("shop-0", "7", set);
    pods.pod("shop-1", "8", set);
    pods.pod("bare", "7", null);
    stage.operator(Lifeline.unlimited());

    verify("7");

    awaitGone("shop-0", "bare");
    var gates = stage.awaitStatus("orders", status -> isListed(status.gates())).gates();
    assertThat(gates)
        .extracting(gate -> gate.kind() + " " + gate.deployment() + " " + gate.state())
        .containsExactly("StatefulSet shop Held", "Pod bare Released");
    assertThat(pods.waits("shop-1")).isTrue();
  }

  private static boolean isListed(List<Gate> gates) {
    return gates.size() == 2 && gates.stream().filter(Gate::isHeld).count() == 1;
  }

  @Test
  void everyKindOfOwnerRemembers() {
    var daemonSet = pods.daemonSet("agent");
    var cronJob = pods.cronJob("nightly");
    var job = pods.job("nightly-1", cronJob);
    pods.pod("agent-x", "7", daemonSet);
    pods.pod("nightly-1-x", "7", job);
    stage.operator(Lifeline.unlimited());

    verify("7");

    awaitGone("agent-x", "nightly-1-x");
    assertThat(pods.memory(daemonSet)).isEqualTo(SCHEMA_7);
    assertThat(pods.memory(job)).isEqualTo(SCHEMA_7);
    assertThat(pods.memory(cronJob)).isEqualTo(SCHEMA_7);
  }

  @Test
  void podThatWaitsForWhatIsMissingSaysSo() {
    pods.pod("bare", "7", null);
    stage.operator(Lifeline.unlimited());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            pods.find("bare")
                .getMetadata()
                .getAnnotations()
                .containsKey(Markers.HELD_BECAUSE_ANNOTATION));
    assertThat(pods.find("bare").getMetadata().getAnnotations())
        .containsEntry(
            Markers.HELD_BECAUSE_ANNOTATION,
            "needs Migration orders, which does not exist in namespace " + stage.namespace());
    verify("7");
    awaitGone("bare");
    assertThat(pods.find("bare").getMetadata().getAnnotations())
        .doesNotContainKey(Markers.HELD_BECAUSE_ANNOTATION);
  }

  @Test
  void whatNoPodAsksForAnyMoreIsForgotten() {
    var set = pods.statefulSet("shop");
    pods.pod("shop-0", "7", set);
    stage.operator(Lifeline.unlimited());
    verify("7");
    awaitGone("shop-0");
    pods.pod("shop-1", "8", set);
    stage.apply(Stage.scripts("orders-sql", "select 2"));
    stage.awaitJob().starts().verifies("8");
    awaitGone("shop-1");
    assertThat(pods.memory(set)).isEqualTo("schema 8 of Migration orders\n" + SCHEMA_7);

    pods.delete("shop-0");

    await()
        .atMost(Stage.PATIENCE)
        .until(() -> pods.memory(set).equals("schema 8 of Migration orders"));
  }

  @Test
  void podMadeWhileTheOperatorIsAwayIsLetGoWhenItIsBack() {
    stage.operator(Lifeline.unlimited());
    verify("7");
    stage.awaitStatus("orders", status -> status.verified() != null);
    stage.stopOperators();
    pods.pod("bare", "7", null);

    stage.operator(Lifeline.unlimited());

    awaitGone("bare");
  }

  @Test
  void migrationForgetsAPodThatTurnsToAnotherOne() {
    stage.operator(Lifeline.unlimited());
    stage.apply(Stage.migration("orders"));
    pods.pod("bare", "7", null);
    stage.awaitStatus("orders", status -> status.gates().size() == 1);

    stage.relabel(pods.find("bare"), "billing");

    stage.awaitStatus("orders", status -> status.gates().isEmpty());
  }

  private void verify(String version) {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.migration("orders"));
    stage.awaitJob().starts().verifies(version);
  }

  private void awaitGone(String... names) {
    for (var name : names) {
      await(name).atMost(Stage.PATIENCE).until(() -> !pods.waits(name));
    }
  }
}
