package dev.drawbridge.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The admission policies in a real API server: the same cases as the Java rule. */
class HoldPolicyIT {

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
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
    given(server, given, namespace);

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      var stored = write(given, namespace, writer.client());

      assertStored(stored, given.expected());
      given
          .warnings()
          .ifPresent(expected -> assertThat(writer.warnings()).containsExactlyElementsOf(expected));
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithTheSentenceOfTheCase(HoldCase given) {
    var namespace = server.newNamespace();
    given(server, given, namespace);
    if (given.part() == Write.Part.SCALE) {
      awaitRefusalOfADryRun(given, namespace);
    }

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      assertThatThrownBy(() -> write(given, namespace, writer.client()))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(given.refusal().orElseThrow());
    }
  }

  /** Puts what is stored into {@code namespace}, past all policies. */
  static void given(RealApiServer server, HoldCase given, String namespace) {
    if (given.old() == null) {
      return;
    }
    try (var operator = new Writer(server, HoldRule.OPERATOR, Set.of())) {
      var stored = operator.client().resource(in(namespace, given.old())).create();
      if (given.old().getStatus() != null) {
        report(operator.client(), stored, given.old());
      }
      if (given.old().isMarkedForDeletion()) {
        operator.client().resource(in(namespace, given.old())).delete();
      }
    }
  }

  /** As Kubernetes writes that it has looked, so many generations ago. */
  private static void report(KubernetesClient writer, Deployment created, Deployment given) {
    var edited =
        writer
            .resource(
                new DeploymentBuilder(created)
                    .editSpec()
                    .withRevisionHistoryLimit(3)
                    .endSpec()
                    .build())
            .update();
    var behind = given.getMetadata().getGeneration() - given.getStatus().getObservedGeneration();
    edited.setStatus(
        new DeploymentStatusBuilder(given.getStatus())
            .withObservedGeneration(edited.getMetadata().getGeneration() - behind)
            .build());
    writer.resource(edited).updateStatus();
  }

  /** Which Deployments there are, the policy for scales learns a moment later. */
  private static void awaitRefusalOfADryRun(HoldCase given, String namespace) {
    awaitRefusalOfADryRun(server, given, namespace);
  }

  static void awaitRefusalOfADryRun(RealApiServer server, HoldCase given, String namespace) {
    var path = "/apis/apps/v1/namespaces/%s/deployments/shop/scale?dryRun=All".formatted(namespace);
    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      await()
          .until(() -> {
            try {
              writer.client().raw(path, "PUT", scale(in(namespace, given.asked())));
              return false;
            } catch (KubernetesClientException refused) {
              return true;
            }
          });
    }
  }

  static Deployment write(HoldCase given, String namespace, KubernetesClient writer) {
    var asked = in(namespace, given.asked());
    return switch (given.part()) {
      case OBJECT ->
          given.old() == null ? writer.resource(asked).create() : writer.resource(asked).update();
      case STATUS -> writer.resource(asked).updateStatus();
      case SCALE -> {
        the(writer, namespace).scale(scale(asked));
        yield requireNonNull(the(writer, namespace).get());
      }
    };
  }

  static Scale scale(Deployment asked) {
    return new ScaleBuilder()
        .withNewMetadata()
        .withName(asked.getMetadata().getName())
        .withNamespace(asked.getMetadata().getNamespace())
        .endMetadata()
        .withNewSpec()
        .withReplicas(asked.getSpec().getReplicas())
        .endSpec()
        .build();
  }

  private static RollableScalableResource<Deployment> the(
      KubernetesClient client, String namespace) {
    return client.apps().deployments().inNamespace(namespace).withName("shop");
  }

  static void assertStored(Deployment stored, Deployment expected) {
    var metadata = stored.getMetadata();
    assertThat(metadata.getLabels()).isEqualTo(expected.getMetadata().getLabels());
    assertThat(metadata.getAnnotations()).isEqualTo(expected.getMetadata().getAnnotations());
    assertThat(Boolean.TRUE.equals(stored.getSpec().getPaused()))
        .isEqualTo(Boolean.TRUE.equals(expected.getSpec().getPaused()));
    assertThat(stored.getSpec().getReplicas()).isEqualTo(expected.getSpec().getReplicas());
    var template = stored.getSpec().getTemplate();
    assertThat(template.getMetadata()).isEqualTo(expected.getSpec().getTemplate().getMetadata());
    assertThat(template.getSpec().getContainers().getFirst().getImage())
        .isEqualTo(
            expected.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
  }

  static Deployment in(String namespace, Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editMetadata()
        .withNamespace(namespace)
        .endMetadata()
        .build();
  }
}
