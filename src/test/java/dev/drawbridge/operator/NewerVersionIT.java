package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What an operator makes of resources that were written for a newer version of it. Only against the
 * mock: a real API server drops fields that the installed definition does not have.
 */
class NewerVersionIT {

  private Stage stage = new Stage(new Ground.Mock());

  @BeforeEach
  void startTheOperator() {
    stage = new Stage(new Ground.Mock());
    stage.operator(Lifeline.unlimited());
  }

  @AfterEach
  void stopTheOperator() {
    stage.close();
  }

  @Test
  void fieldThatIsNotKnownIsNamedAndNothingIsRun() {
    stage.apply(Stage.scripts("orders-sql", "select 1"));
    stage.apply(Stage.deployment("orders", "orders", "7"));

    create("orders", spec -> spec.put("audience", "everybody"));

    var status = stage.awaitStatus("orders", one -> one.phase() == Phase.PENDING);
    assertThat(status.conditions().getFirst().reason()).isEqualTo("UnsupportedSpec");
    assertThat(status.conditions().getFirst().message()).startsWith("spec.audience");
    assertThat(stage.jobs()).isEmpty();
    assertThat(stage.isHeld("orders")).isTrue();
  }

  @Test
  void oneSuchResourceKeepsNobodyElseWaiting() {
    create("newer", spec -> spec.put("audience", "everybody"));
    stage.apply(Stage.scripts("orders-sql", "select 1"));

    stage.apply(Stage.migration("orders"));

    stage.awaitJob().starts().verifies("7");
    stage.awaitStatus("orders", one -> one.phase() == Phase.VERIFIED);
  }

  @Test
  void phaseThatIsNotKnownIsReadAndReplaced() {
    stage.stopOperators();
    create("orders", spec -> {});
    stage
        .client()
        .genericKubernetesResources("drawbridge.dev/v1alpha1", "Migration")
        .inNamespace(stage.namespace())
        .withName("orders")
        .editStatus(there -> {
          there.setAdditionalProperty(
              "status",
              Serialization.unmarshal(
                  "{\"phase\": \"AwaitingApproval\", \"plan\": {\"digest\": \"x\"}}",
                  ObjectNode.class));
          return there;
        });

    stage.operator(Lifeline.unlimited());

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> stage.status("orders").phase() == Phase.PENDING);
  }

  private void create(String name, Consumer<ObjectNode> change) {
    var tree =
        Serialization.unmarshal(Serialization.asJson(Stage.migration(name)), ObjectNode.class);
    change.accept(tree.withObject("/spec"));
    var written = Serialization.unmarshal(tree.toString(), GenericKubernetesResource.class);
    stage
        .client()
        .genericKubernetesResources("drawbridge.dev/v1alpha1", "Migration")
        .inNamespace(stage.namespace())
        .resource(written)
        .create();
  }
}
