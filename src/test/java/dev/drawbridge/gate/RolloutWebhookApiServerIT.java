package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.act.BreakGlassRight;
import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What installs the webhook for Rollouts, in a real API server that has no hold policy. */
class RolloutWebhookApiServerIT {

  private static final Path MANIFEST = Path.of("manifests/rollouts-webhook.yaml");

  private static RealApiServer server;
  private static Served served;
  private static KubernetesClient somebody;

  @BeforeAll
  static void register() {
    server = RealApiServer.own();
    served = Served.start(new BreakGlassRight(server.client())::isGivenTo);
    server.serveRollouts();
    server.apply(Path.of("src/test/resources/gate/rollout-rights.yaml"));
    server.apply(MANIFEST);
    new Registration(server.client(), served, List.of(MANIFEST)).apply();
    somebody = server.clientFor("somebody@example.com", "deployers");
    var probe = rollout("7");
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> isHeld(somebody.resource(probe).dryRun().create()));
  }

  @AfterAll
  static void stop() {
    if (served != null) {
      somebody.close();
      served.close();
    }
  }

  @Test
  void createdRolloutIsHeldAndKeepsWhatTheWebhookDoesNotKnow() {
    var asked = rollout("7");

    var stored = somebody.resource(asked).create();

    assertThat(isHeld(stored)).isTrue();
    spec(asked).forEach((field, value) -> assertThat(spec(stored)).containsEntry(field, value));
  }

  @Test
  void heldRolloutIsLetGoByTheOperatorAndHeldAnewForAnotherSchema() {
    var stored = somebody.resource(rollout("7")).create();
    stored.getMetadata().getAnnotations().remove(Markers.HELD_ANNOTATION);
    spec(stored).put("paused", false);

    var released = server.clientFor(HoldRule.OPERATOR).resource(stored).update();
    assertThat(isHeld(released)).isFalse();

    spec(released).put("template", spec(rollout("8")).get("template"));
    assertThat(isHeld(somebody.resource(released).update())).isTrue();
  }

  @Test
  void labelIsKeptBySomebodyWhoMayNotBreakGlass() {
    var stored = somebody.resource(rollout("7")).create();
    stored.getMetadata().getLabels().clear();

    assertThatThrownBy(() -> somebody.resource(stored).update())
        .hasMessageContaining("may be changed or taken off only by those who may breakglass");
  }

  @Test
  void blueGreenIsRefused() {
    var rollout = rollout("7");
    spec(rollout).put("strategy", Map.of("blueGreen", Map.of("activeService", "shop")));

    assertThatThrownBy(() -> somebody.resource(rollout).create())
        .hasMessageContaining("a Rollout with spec.strategy.blueGreen cannot wait");
  }

  private static GenericKubernetesResource rollout(String schema) {
    var rollout =
        Serialization.unmarshal(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: shop, labels: {drawbridge.dev/migration: orders}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: shop}}
              strategy: {canary: {steps: [{setWeight: 20}]}}
              template: %s
            """
                .formatted(template(schema)),
            GenericKubernetesResource.class);
    rollout.getMetadata().setNamespace(server.newNamespace());
    return rollout;
  }

  private static String template(String schema) {
    return "{metadata: {labels: {app: shop}, annotations: {drawbridge.dev/schema: \"%s\"}}}"
        .formatted(schema);
  }

  private static boolean isHeld(GenericKubernetesResource rollout) {
    var marks = Objects.requireNonNullElse(rollout.getMetadata().getAnnotations(), Map.of());
    return marks.containsKey(Markers.HELD_ANNOTATION)
        && Boolean.TRUE.equals(spec(rollout).get("paused"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(GenericKubernetesResource rollout) {
    return (Map<String, Object>) requireNonNull(rollout.getAdditionalProperties().get("spec"));
  }
}
