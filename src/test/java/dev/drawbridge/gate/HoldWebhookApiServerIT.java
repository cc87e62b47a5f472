package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.webhook.Registration;
import dev.drawbridge.gate.webhook.Served;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The webhook behind a real API server that has no admission policy of ours. */
class HoldWebhookApiServerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static RealApiServer server;
  private static RealApiServer another;
  private static Served served;

  @BeforeAll
  static void register() {
    server = RealApiServer.own();
    another = RealApiServer.own();
    served = Served.start();
    new Registration(server.client(), served).apply();
    var namespace = server.newNamespace();
    await().atMost(PATIENCE).until(() -> isHeld(dryRun(namespace)));
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

  static List<HoldCase> cases() {
    return HoldCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void storesWhatTheCaseSays(HoldCase given) {
    var namespace = server.newNamespace();
    if (given.old() != null) {
      var operator = server.clientFor(HoldRule.OPERATOR);
      operator.resource(in(namespace, given.old())).create();
      if (given.old().isMarkedForDeletion()) {
        operator.resource(in(namespace, given.old())).delete();
      }
    }

    var asked = server.clientFor(given.user()).resource(in(namespace, given.asked()));
    var stored = given.old() == null ? asked.create() : asked.update();

    assertStored(stored, given.stored());
  }

  private static void assertStored(Deployment stored, Deployment expected) {
    assertThat(stored.getMetadata().getLabels()).isEqualTo(expected.getMetadata().getLabels());
    assertThat(stored.getMetadata().getAnnotations())
        .isEqualTo(expected.getMetadata().getAnnotations());
    assertThat(Boolean.TRUE.equals(stored.getSpec().getPaused()))
        .isEqualTo(Boolean.TRUE.equals(expected.getSpec().getPaused()));
    assertThat(stored.getSpec().getReplicas()).isEqualTo(expected.getSpec().getReplicas());
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

  private static void assertScaledReleasedAndWrittenWithoutTheLabel(String namespace) {
    var shop = another.client().apps().deployments().inNamespace(namespace).withName("shop");
    shop.scale(3);
    assertThat(shop.get().getSpec().getReplicas()).isEqualTo(3);
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
  void marksThatAreForgedThroughTheStatusAreRefused() {
    var namespace = server.newNamespace();
    var held = somebody().resource(in(namespace, manifest())).create();
    var forged =
        new DeploymentBuilder(held)
            .editMetadata()
            .removeFromAnnotations(Markers.HELD_ANNOTATION)
            .endMetadata()
            .build();

    assertThatThrownBy(() -> somebody().resource(forged).updateStatus())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("status.drawbridge.dev");
  }

  @Test
  void expiredCertificateIsRefusedUntilItIsRenewed() {
    try (var expired = Served.startExpired()) {
      new Registration(another.client(), expired).apply();
      var namespace = another.newNamespace();
      var write =
          another
              .clientFor("somebody@example.com")
              .resource(in(namespace, manifest()))
              .dryRun();
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
    return cases().stream()
        .filter(given -> given.name().equals("create"))
        .findFirst()
        .orElseThrow()
        .asked();
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
