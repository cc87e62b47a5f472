package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.ForeignWebhook;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real webhook of somebody else that runs after whatever holds, in a real API server. The
 * policies stand against it, and where there are none, our webhook alone.
 */
@ParameterizedClass
@EnumSource
class ForeignWebhookIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String IF_NEEDED = "IfNeeded";

  /** Who holds and who judges in the end. */
  enum Carrier {
    POLICIES,
    WEBHOOK
  }

  /** What the other one does to an object that is held. */
  enum Meddling {
    RESUMES("[{'op': 'add', 'path': '/spec/paused', 'value': false}]"),
    TAKES_OUR_MARKS_OFF("[{'op': 'add', 'path': '/metadata/annotations', 'value': {}}]"),
    LETS_GO(
        "[{'op': 'add', 'path': '/metadata/annotations', 'value': {}},"
            + " {'op': 'add', 'path': '/spec/paused', 'value': false}]"),
    SAYS_THAT_IT_WAS_RELEASED(
        "[{'op': 'add', 'path': '/metadata/annotations/drawbridge.dev~1released', 'value': 'schema 8'}]"),
    ASKS_FOR_ANOTHER_MIGRATION(
        "[{'op': 'add', 'path': '/metadata/labels/drawbridge.dev~1migration', 'value': 'billing'},"
            + " {'op': 'add', 'path': '/spec/paused', 'value': false}]");

    private final String patch;

    Meddling(String patch) {
      this.patch = json(patch);
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static final Map<Carrier, RealApiServer> SERVERS = new EnumMap<>(Carrier.class);
  private static @Nullable Served served;

  private final RealApiServer server;
  private final ForeignWebhook foreign;

  ForeignWebhookIT(Carrier carrier) throws Exception {
    server = requireNonNull(SERVERS.get(carrier));
    foreign = ForeignWebhook.start();
  }

  @BeforeAll
  static void serve() {
    SERVERS.put(Carrier.POLICIES, RealApiServer.shared());
    SERVERS.get(Carrier.POLICIES).installGatePolicies();
    SERVERS.put(Carrier.WEBHOOK, RealApiServer.own());
    served = Served.start();
    new Registration(SERVERS.get(Carrier.WEBHOOK).client(), served).apply();
    SERVERS.values().forEach(GateRights::install);
  }

  @AfterAll
  static void stop() {
    if (served != null) {
      served.close();
    }
  }

  @AfterEach
  void unregister() {
    server.client().resource(foreign.configuration(IF_NEEDED)).delete();
    foreign.close();
  }

  @ParameterizedTest
  @EnumSource
  void whatItDoesAfterUsIsRefused(Meddling meddling) {
    register(IF_NEEDED);

    foreign.does(meddling.patch);

    assertThatThrownBy(() -> create(IF_NEEDED))
        .hasMessageContaining(Sentences.changedAfterwards("Deployment"));
    assertThat(foreign.seen()).hasSize(2).allMatch(ForeignWebhookIT::isHeld);
  }

  @Test
  void whatItDoesToARunningOneAfterUsIsRefused() {
    register(IF_NEEDED);
    var running = labelled(requireNonNull(HoldCase.named("new-schema").old()), IF_NEEDED);
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of())) {
      operator.client().resource(running).create();
    }
    var asked = labelled(HoldCase.named("new-schema").asked(), IF_NEEDED);
    asked.getMetadata().setNamespace(running.getMetadata().getNamespace());

    foreign.does(Meddling.LETS_GO.patch);

    try (var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      assertThatThrownBy(() -> writer.client().resource(asked).update())
          .hasMessageContaining(Sentences.changedAfterwards("Deployment"));
    }
    assertThat(foreign.seen()).hasSize(2).allMatch(ForeignWebhookIT::isHeld);
  }

  /** Asked once only, it is not the last one: what it has changed is changed back. */
  @Test
  void whatItDoesOnceIsPutRight() {
    register("Never");

    foreign.does(Meddling.LETS_GO.patch);

    var stored = create("Never");
    assertThat(foreign.seen()).singleElement().matches(ForeignWebhookIT::isHeld);
    assertThat(stored.getSpec().getPaused()).isTrue();
    assertThat(stored.getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD);
  }

  /** It is no secret which mark says so. Nobody's pods come of it: it stays paused for longer. */
  @Test
  void whatItCallsAPauseOfPeopleStaysHeld() {
    register(IF_NEEDED);

    foreign.does(
        json(
            "[{'op': 'add', 'path': '/metadata/annotations/drawbridge.dev~1held',"
                + " 'value': 'already-paused'}]"));

    var stored = create(IF_NEEDED);
    assertThat(stored.getSpec().getPaused()).isTrue();
    assertThat(stored.getMetadata().getAnnotations())
        .containsEntry(Markers.HELD_ANNOTATION, Markers.HELD_ALREADY_PAUSED);
  }

  private static boolean isHeld(JsonNode shown) {
    var mark = shown.path("metadata").path("annotations").path(Markers.HELD_ANNOTATION);
    return !mark.asText().isEmpty() && shown.path("spec").path("paused").asBoolean();
  }

  /** Until the server asks it, and ours before it. */
  private void register(String reinvocation) {
    server.client().resource(foreign.configuration(reinvocation)).create();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          foreign.does("[]");
          create(reinvocation);
          return foreign.seen().stream().anyMatch(ForeignWebhookIT::isHeld);
        });
    await().atMost(PATIENCE).until(() -> guards(reinvocation));
  }

  /** What only the guard refuses, not what holds. */
  private boolean guards(String reinvocation) {
    foreign.does(Meddling.RESUMES.patch);
    try {
      return Boolean.TRUE.equals(create(reinvocation).getSpec().getPaused());
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private Deployment create(String reinvocation) {
    try (var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      var asked = labelled(HoldCase.named("create").asked(), reinvocation);
      return writer.client().resource(asked).dryRun().create();
    }
  }

  private Deployment labelled(Deployment deployment, String reinvocation) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withNamespace(server.newNamespace())
        .addToLabels("example.com/meddle", reinvocation)
        .endMetadata()
        .build();
  }
}
