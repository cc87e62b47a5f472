package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.act.BreakGlassRight;
import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The webhook behind a real API server that has no hold policy, with the guard policies beside it.
 */
class HoldWebhookApiServerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RealApiServer server;
  private static RealApiServer another;
  private static Served served;

  @BeforeAll
  static void register() {
    server = RealApiServer.own();
    another = RealApiServer.own();
    served = Served.start(new BreakGlassRight(server.client())::isGivenTo);
    GateRights.install(server);
    server.apply(Path.of("src/main/manifests/guard-policy.yaml"));
    new Registration(server.client(), served).apply();
    var namespace = server.newNamespace();
    await().atMost(PATIENCE).until(() -> isHeld(dryRun(namespace)));
    var held = somebody().resource(in(namespace, manifest())).create();
    await().atMost(PATIENCE).until(() -> isGuarded(held));
  }

  /** What only the guard refuses: the webhook is not asked about the status. */
  private static boolean isGuarded(Deployment held) {
    try {
      somebody().resource(resumed(held)).dryRun().updateStatus();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  private static Deployment dryRun(String namespace) {
    return somebody().resource(in(namespace, manifest())).dryRun().create();
  }

  @AfterAll
  static void stop() {
    if (served != null) {
      served.close();
    }
  }

  static List<HoldCase> allowed() {
    return HoldCase.all().stream().filter(HoldCase::isAllowed).toList();
  }

  static List<HoldCase> refused() {
    return HoldCase.all().stream().filter(given -> !given.isAllowed()).toList();
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void storesAndSaysWhatTheCaseSays(HoldCase given) {
    var namespace = server.newNamespace();
    HoldPolicyIT.given(server, given, namespace);

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      var stored = HoldPolicyIT.write(given, namespace, writer.client());

      HoldPolicyIT.assertStored(stored, given.expected());
      given
          .warnings()
          .ifPresent(expected -> assertThat(writer.warnings()).containsExactlyElementsOf(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    var namespace = server.newNamespace();
    HoldPolicyIT.given(server, given, namespace);
    if (given.part() == Write.Part.SCALE) {
      HoldPolicyIT.awaitRefusalOfADryRun(server, given, namespace);
    }

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      assertThatThrownBy(() -> HoldPolicyIT.write(given, namespace, writer.client()))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(given.refusal().orElseThrow());
    }
  }

  @Test
  void heldOneIsScaled() {
    var namespace = server.newNamespace();
    somebody().resource(in(namespace, manifest())).create();
    var held = somebody().apps().deployments().inNamespace(namespace).withName("shop");

    held.scale(5);

    assertThat(held.get().getSpec().getReplicas()).isEqualTo(5);
    assertThat(isHeld(held.get())).isTrue();
  }

  @Test
  void dryRunIsShownAsItWouldBeStored() {
    var namespace = server.newNamespace();

    assertThat(isHeld(dryRun(namespace))).isTrue();
    assertThat(somebody().apps().deployments().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void deadWebhookRefusesWhatItWouldHaveJudgedAndNothingElse() {
    var dying = Served.start();
    new Registration(another.client(), dying).apply();
    var namespace = another.newNamespace();
    var somebody = another.clientFor("somebody@example.com");
    await()
        .atMost(PATIENCE)
        .until(() -> isHeld(somebody.resource(in(namespace, manifest())).dryRun().create()));
    var held = somebody.resource(in(namespace, manifest())).create();

    dying.close();

    assertThatThrownBy(() -> somebody.resource(in(another.newNamespace(), manifest())).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("hold.drawbridge.dev");
    assertThatThrownBy(() -> somebody.resource(resumed(held)).update())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("hold.drawbridge.dev");
    assertScaledReleasedAndWrittenWithoutTheLabel(namespace);
  }

  /** Where there are no guard policies, the webhook guards alone. */
  @Test
  void withoutPoliciesTheWebhookRefusesOurMarksThroughTheStatus() {
    try (var alone = Served.start()) {
      new Registration(another.client(), alone).apply();
      var namespace = another.newNamespace();
      var somebody = another.clientFor("somebody@example.com");
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> isHeld(somebody.resource(in(namespace, manifest())).dryRun().create()));
      var held = somebody.resource(in(namespace, manifest())).create();

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThatThrownBy(() -> somebody.resource(resumed(held)).dryRun().updateStatus())
                  .hasMessageContaining("guard-status.drawbridge.dev")
                  .hasMessageContaining(Sentences.marksThroughStatus("Deployment")));
    }
  }

  private static void assertScaledReleasedAndWrittenWithoutTheLabel(String namespace) {
    var shop = another.client().apps().deployments().inNamespace(namespace).withName("shop");
    shop.scale(3);
    assertThat(shop.get().getSpec().getReplicas()).isEqualTo(3);
    var reported = new DeploymentBuilder(shop.get()).withNewStatus().withReplicas(3).endStatus();
    var controller = another.clientFor("system:serviceaccount:kube-system:deployment-controller");
    assertThat(controller.resource(reported.build()).updateStatus().getStatus().getReplicas())
        .isEqualTo(3);
    another.clientFor(HoldRule.OPERATOR).resource(resumed(shop.get())).update();
    assertThat(shop.get().getSpec().getPaused()).isNull();
    var unlabelled = in(another.newNamespace(), manifest());
    unlabelled.getMetadata().setLabels(Map.of());
    assertThat(another.client().resource(unlabelled).create()).isNotNull();
  }

  private static Deployment resumed(Deployment held) {
    return new DeploymentBuilder(held)
        .editMetadata()
        .withResourceVersion(null)
        .removeFromAnnotations(Markers.HELD_ANNOTATION)
        .endMetadata()
        .editSpec()
        .withPaused(null)
        .endSpec()
        .build();
  }

  @Test
  void expiredCertificateIsRefusedUntilItIsRenewed() {
    try (var expired = Served.startExpired()) {
      new Registration(another.client(), expired).apply();
      var namespace = another.newNamespace();
      var write =
          another.clientFor("somebody@example.com").resource(in(namespace, manifest())).dryRun();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThatThrownBy(write::create).hasMessageContaining("expired"));

      expired.authority().renew(expired.folder());

      await().atMost(PATIENCE).ignoreExceptions().until(() -> isHeld(write.create()));
    }
  }

  private static KubernetesClient somebody() {
    return server.clientFor("somebody@example.com");
  }

  private static Deployment manifest() {
    return HoldCase.named("create").asked();
  }

  private static Deployment in(String namespace, Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }

  private static boolean isHeld(Deployment deployment) {
    return Boolean.TRUE.equals(deployment.getSpec().getPaused())
        && deployment.getMetadata().getAnnotations().containsKey(Markers.HELD_ANNOTATION);
  }
}
