package dev.drawbridge.gate.pod;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.api.Markers;
import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.gate.GateRights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The admission policies in a real API server: the same cases as the Java rules. */
class PodPolicyIT {

  private static final String CASES = "dev.drawbridge.gate.pod.PodCase#";

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
    PodGround.in(server).awaitThePolicies();
  }

  @ParameterizedTest
  @MethodSource(CASES + "allowed")
  void storesWhatTheCaseSays(PodCase given) {
    var ground = given(given);

    try (var writer = ground.writer(given)) {
      var stored = write(ground, given, writer);

      assertStored(stored, given.expected());
    }
  }

  @ParameterizedTest
  @MethodSource(CASES + "refused")
  void refusesWithTheSentenceOfTheCase(PodCase given) {
    var ground = given(given);

    try (var writer = ground.writer(given)) {
      assertThatThrownBy(() -> write(ground, given, writer))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(given.refusal().orElseThrow());
    }
  }

  /** Puts what is stored into a new namespace, past all policies. */
  private static PodGround given(PodCase given) {
    var ground = PodGround.in(server);
    if (given.old() != null) {
      try (var operator = ground.operator()) {
        operator.resource(ground.here(given.old())).create();
      }
    }
    return ground;
  }

  /**
   * Writes what the case asks for. What is stored has more than the case says, so only what it is
   * about is changed.
   */
  private static HasMetadata write(PodGround ground, PodCase given, KubernetesClient writer) {
    var asked = ground.here(given.asked());
    if (given.old() == null) {
      return writer.resource(asked).create();
    }
    var found = requireNonNull(writer.resource(asked).get());
    change(found, asked);
    return given.ofStatus()
        ? writer.resource(found).updateStatus()
        : writer.resource(found).update();
  }

  private static void change(HasMetadata found, HasMetadata asked) {
    found.getMetadata().setLabels(asked.getMetadata().getLabels());
    found.getMetadata().setAnnotations(asked.getMetadata().getAnnotations());
    if (found instanceof Pod pod) {
      pod.getSpec().setSchedulingGates(((Pod) asked).getSpec().getSchedulingGates());
    } else if (!(found instanceof Job)) {
      var template = Owners.template(found).orElseThrow();
      var wanted = Owners.template(asked).orElseThrow();
      template.setMetadata(wanted.getMetadata());
      template
          .getSpec()
          .getContainers()
          .getFirst()
          .setImage(wanted.getSpec().getContainers().getFirst().getImage());
    }
  }

  private static void assertStored(HasMetadata stored, HasMetadata expected) {
    assertThat(ours(stored.getMetadata().getAnnotations()))
        .isEqualTo(ours(expected.getMetadata().getAnnotations()));
    if (stored instanceof Pod pod) {
      assertThat(ours(pod.getMetadata().getLabels()))
          .isEqualTo(ours(expected.getMetadata().getLabels()));
      assertThat(PodGround.gates(pod)).isEqualTo(PodGround.gates((Pod) expected));
    } else {
      assertThat(Hold.labelOf(stored, Markers.RELEASED_LABEL))
          .isEqualTo(Hold.labelOf(expected, Markers.RELEASED_LABEL));
      assertThat(templateAnnotations(stored)).isEqualTo(templateAnnotations(expected));
    }
  }

  /** What Kubernetes writes beside that is not ours to compare. */
  private static Map<String, String> ours(@Nullable Map<String, String> all) {
    return Objects.requireNonNullElse(all, Map.<String, String>of()).entrySet().stream()
        .filter(one -> one.getKey().startsWith(Markers.GROUP))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, String> templateAnnotations(HasMetadata owner) {
    return Optional.ofNullable(Owners.templateMetadata(owner))
        .map(metadata -> metadata.getAnnotations())
        .orElse(Map.of());
  }
}
