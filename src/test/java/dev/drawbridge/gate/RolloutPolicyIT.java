package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Rollout;
import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The policies for Rollouts in a real API server: the cases of Deployments, each with a Rollout of
 * the same fields. Through the status of a custom resource no metadata can be written, so those
 * cases do not apply.
 */
class RolloutPolicyIT {

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    server.installRollouts();
    server.apply(Path.of("src/test/resources/gate/rollout-rights.yaml"));
    GateRights.install(server);
    awaitThatScalesAreJudged();
  }

  /**
   * Which kinds there are the API server asks every half minute; before that, it refuses scales.
   */
  private static void awaitThatScalesAreJudged() {
    var free = rollout(HoldCase.named("create").asked(), server.newNamespace());
    free.getMetadata().setLabels(Map.of());
    var stored = server.client().resource(free).create();
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptionsMatching(
            refused -> String.valueOf(refused.getMessage()).contains("paramKind"))
        .until(() ->
            Objects.equals(server.client().resource(stored).scale(2).getSpec().replicas(), 2));
  }

  static List<HoldCase> allowed() {
    return of(HoldCase::isAllowed);
  }

  static List<HoldCase> refused() {
    return of(Predicate.not(HoldCase::isAllowed));
  }

  private static List<HoldCase> of(Predicate<HoldCase> wanted) {
    return HoldCase.all().stream()
        .filter(given -> given.part() != Write.Part.STATUS)
        .filter(wanted)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void storesAndSaysWhatTheCaseSays(HoldCase given) {
    var namespace = server.newNamespace();
    given(given, namespace);

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      var stored = write(given, namespace, writer.client());

      var expected = given.expected();
      assertThat(marks(stored.getMetadata().getLabels()))
          .isEqualTo(marks(expected.getMetadata().getLabels()));
      assertThat(marks(stored.getMetadata().getAnnotations()))
          .isEqualTo(marks(expected.getMetadata().getAnnotations()));
      assertThat(Boolean.TRUE.equals(stored.getSpec().paused()))
          .isEqualTo(Boolean.TRUE.equals(expected.getSpec().getPaused()));
      assertThat(stored.getSpec().replicas()).isEqualTo(expected.getSpec().getReplicas());
      given
          .warnings()
          .ifPresent(sentences ->
              assertThat(writer.warnings())
                  .containsExactlyElementsOf(
                      sentences.stream().map(RolloutPolicyIT::ofRollouts).toList()));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    var namespace = server.newNamespace();
    given(given, namespace);
    if (given.part() == Write.Part.SCALE) {
      awaitRefusalOfADryRun(given, namespace);
    }

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      assertThatThrownBy(() -> write(given, namespace, writer.client()))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(ofRollouts(given.refusal().orElseThrow()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workloadRef: {apiVersion: apps/v1, kind: Deployment, name: shop}",
        "strategy: {blueGreen: {activeService: shop}}",
        "strategy: {canary: {steps: [{experiment: {templates: []}}, {setWeight: 20}]}}"
      })
  void whatAPauseDoesNotHoldIsRefusedTheLabel(String spec) {
    var rollout =
        Serialization.unmarshal(
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: shop, labels: {drawbridge.dev/migration: orders}}
            spec: {%s}
            """
                .formatted(spec),
            GenericKubernetesResource.class);
    rollout.getMetadata().setNamespace(server.newNamespace());

    assertThatThrownBy(() -> server.client().resource(rollout).create())
        .hasMessageContaining("cannot wait for a Migration");
    rollout.getMetadata().setLabels(Map.of());
    assertThat(server.client().resource(rollout).create()).isNotNull();
  }

  private static void given(HoldCase given, String namespace) {
    if (given.old() == null) {
      return;
    }
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of())) {
      var old = rollout(given.old(), namespace);
      operator.client().resource(old).create();
      if (given.old().getStatus() != null) {
        report(operator.client(), namespace, given.old());
      }
      if (given.old().isMarkedForDeletion()) {
        operator.client().resource(old).delete();
      }
    }
  }

  /** As Argo's controller writes that it has looked, so many generations ago. */
  private static void report(KubernetesClient writer, String namespace, Deployment given) {
    writer
        .genericKubernetesResources("argoproj.io/v1alpha1", "Rollout")
        .inNamespace(namespace)
        .withName("shop")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"revisionHistoryLimit\": 3}}");
    var edited =
        requireNonNull(
            writer.resources(Rollout.class).inNamespace(namespace).withName("shop").get());
    var status = given.getStatus();
    var behind = given.getMetadata().getGeneration() - status.getObservedGeneration();
    var seen = String.valueOf(edited.getMetadata().getGeneration() - behind);
    edited.setStatus(
        new Rollout.Status(
            status.getReplicas(), status.getUpdatedReplicas(), null, seen, List.of()));
    writer.resource(edited).updateStatus();
  }

  private static Rollout write(HoldCase given, String namespace, KubernetesClient writer) {
    var asked = writer.resource(rollout(given.asked(), namespace));
    if (given.part() == Write.Part.SCALE) {
      scale(given, namespace, writer, "");
      return requireNonNull(asked.get());
    }
    return given.old() == null ? asked.create() : asked.update();
  }

  private static void scale(
      HoldCase given, String namespace, KubernetesClient writer, String query) {
    writer.raw(
        "/apis/argoproj.io/v1alpha1/namespaces/%s/rollouts/shop/scale%s"
            .formatted(namespace, query),
        "PUT",
        HoldPolicyIT.scale(HoldPolicyIT.in(namespace, given.asked())));
  }

  /** Which Rollouts there are, the policy for scales learns a moment later. */
  private static void awaitRefusalOfADryRun(HoldCase given, String namespace) {
    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      await()
          .until(() -> {
            try {
              scale(given, namespace, writer.client(), "?dryRun=All");
              return false;
            } catch (KubernetesClientException refused) {
              return true;
            }
          });
    }
  }

  private static Rollout rollout(Deployment deployment, String namespace) {
    var rollout = new Rollout();
    rollout.setMetadata(
        new ObjectMetaBuilder(deployment.getMetadata()).withNamespace(namespace).build());
    var spec = deployment.getSpec();
    rollout.setSpec(
        new Rollout.Spec(
            spec.getPaused(), spec.getReplicas(), spec.getSelector(), spec.getTemplate()));
    return rollout;
  }

  private static Map<String, String> marks(Map<String, String> found) {
    return Objects.requireNonNullElse(found, Map.of());
  }

  private static String ofRollouts(String sentence) {
    return sentence.replace("Deployment", "Rollout");
  }
}
