package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guard by itself, in a real API server, without the hold policy: as if somebody else, after
 * that, had taken back what it changes.
 */
class GuardPolicyIT {

  private static final String HOLD = "drawbridge-hold";

  private static RealApiServer server;

  @BeforeAll
  static void leaveTheGuardAlone() {
    server = RealApiServer.shared();
    server.installGatePolicies();
    GateRights.install(server);
    var admission = server.client().admissionRegistration().v1();
    admission.mutatingAdmissionPolicyBindings().withName(HOLD).delete();
    await().until(() -> isRefused(HoldCase.named("create"), "default"));
  }

  @AfterAll
  static void putTheHoldPolicyBack() {
    if (server != null) {
      server.installGatePolicies();
    }
  }

  static List<HoldCase> casesThatAreChanged() {
    return HoldRuleTest.casesThatAreChanged();
  }

  @ParameterizedTest
  @MethodSource("casesThatAreChanged")
  void refusesWhatWouldHaveToBeChanged(HoldCase given) {
    var namespace = server.newNamespace();
    HoldPolicyIT.given(server, given, namespace);

    try (var writer = new Writer(server, given.user(), given.mayBreakGlass())) {
      assertThatThrownBy(() -> HoldPolicyIT.write(given, namespace, writer.client()))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(Sentences.changedAfterwards("Deployment"));
    }
  }

  private static boolean isRefused(HoldCase given, String namespace) {
    try (var writer = new Writer(server, CaseFolder.ANYBODY, Set.of())) {
      var asked = writer.client().resource(HoldPolicyIT.in(namespace, given.asked()));
      asked.dryRun().create();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }
}
