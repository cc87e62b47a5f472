package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.gate.UngatedCase.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who marks something for the gate and misplaces its label is told so at once, by a real API
 * server.
 */
class UngatedPolicyIT {

  private static final UngatedCase UNLABELLED = UngatedCase.named("no label");
  private static final UngatedCase UNMARKED = UngatedCase.named("nothing at all");

  private static RealApiServer server;

  @BeforeAll
  static void installThePolicies() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    server.installRollouts();
    server.apply(Path.of("src/test/resources/gate/rollout-rights.yaml"));
    GateRights.install(server);
    for (var kind : Kind.values()) {
      var probe = UNLABELLED.of(kind, server.newNamespace());
      await().until(() -> !warnings(CaseFolder.ANYBODY, probe).isEmpty());
    }
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> UngatedCase.all().stream().map(given -> Arguments.of(kind, given)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whoCreatesItIsToldWhatTheCaseSays(Kind kind, UngatedCase given) {
    var created = given.of(kind, server.newNamespace());

    assertThat(warnings(CaseFolder.ANYBODY, created))
        .containsExactlyElementsOf(given.warnings(kind));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whoMarksWhatIsThereAlreadyIsToldTheSame(Kind kind, UngatedCase given) {
    var namespace = server.newNamespace();
    server.client().resource(UNMARKED.of(kind, namespace)).create();

    assertThat(warnings(CaseFolder.ANYBODY, given.of(kind, namespace)))
        .containsExactlyElementsOf(given.warnings(kind));
  }

  @ParameterizedTest
  @EnumSource
  void operatorIsNotWarned(Kind kind) {
    var created = UNLABELLED.of(kind, server.newNamespace());

    assertThat(warnings(HoldRule.OPERATOR, created)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsBeingDeletedIsNotWarnedOf(Kind kind) {
    var namespace = server.newNamespace();
    var leaving = UNLABELLED.of(kind, namespace);
    leaving.getMetadata().setFinalizers(List.of("example.com/kept"));
    server.client().resource(leaving).create();
    server.client().resource(leaving).delete();

    assertThat(warnings(CaseFolder.ANYBODY, UNLABELLED.of(kind, namespace))).isEmpty();
  }

  /** As docs/operations.md says. */
  @Test
  void kubectlTellsItOfWhatIsThereAlready(@TempDir Path home) throws IOException {
    var namespace = server.newNamespace();
    server.client().resource(UNLABELLED.of(Kind.DEPLOYMENT, namespace)).create();
    var kubectl = Kubectl.of(server, home, namespace);
    var stored = kubectl.run("get", "deployment", "shop", "-o", "yaml").text();

    var answer = kubectl.runWith(stored, "replace", "--dry-run=server", "-f", "-");

    assertThat(answer.code()).as(answer.text()).isZero();
    assertThat(answer.text()).contains("Warning: ").contains(UNLABELLED.warnings(Kind.DEPLOYMENT));
  }

  /** What the user is told who applies this, about the gate that is not there. */
  private static List<String> warnings(String user, GenericKubernetesResource applied) {
    try (var writer = new Writer(server, user, Set.of())) {
      writer.client().resource(applied).dryRun().forceConflicts().serverSideApply();
      return writer.warnings().stream().filter(said -> said.contains(" is not gated: ")).toList();
    }
  }
}
