package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.MigrationStatus;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sandbox says that all is well only if all was seen, and in the right order. */
class EvidenceTest {

  private static final String VERIFIED =
      """
      phase: Verified
      run:
        id: r
        outcome: Verified
        timeline:
        - {at: "2026-01-01T00:00:00Z", phase: migrate, state: Applied, subject: 1 first}
        - {at: "2026-01-01T00:00:00Z", phase: verify, state: Passed, subject: count}
      gates:
      - {deployment: api, state: Released}
      """;

  private final Evidence evidence = new Evidence(List.of("1 first"), List.of("count"));

  private void status(long version, String yaml) {
    evidence.status(version, Serialization.unmarshal(yaml, MigrationStatus.class));
  }

  @Test
  void everythingInItsOrderIsComplete() {
    evidence.held(1);
    status(2, VERIFIED);
    evidence.released(3);
    evidence.rolledOut(4);

    assertThat(evidence.missing()).isEmpty();
  }

  @Test
  void orderIsThatOfTheApiServerAndNotThatOfArrival() {
    evidence.rolledOut(4);
    evidence.released(3);
    status(2, VERIFIED);
    evidence.held(1);

    assertThat(evidence.missing()).isEmpty();
  }

  @Test
  void nothingSeenIsNothingProved() {
    assertThat(evidence.missing())
        .containsExactly("the Deployment was never held", "the Migration was not Verified");
  }

  @Test
  void statusThatStillListsAHeldDeploymentIsNotTheEnd() {
    evidence.held(1);
    status(2, VERIFIED.replace("Released", "Held"));
    evidence.released(3);
    evidence.rolledOut(4);

    assertThat(evidence.missing())
        .containsExactly("the Migration's status still lists a held Deployment");
  }

  @Test
  void replicaSetBeforeTheVerificationIsALeak() {
    evidence.held(1);
    evidence.rolledOut(2);
    status(3, VERIFIED);
    evidence.released(4);

    assertThat(evidence.missing())
        .containsExactly("a ReplicaSet was made before the Migration was verified");
  }

  @Test
  void releaseBeforeTheVerificationIsALeak() {
    evidence.held(1);
    evidence.released(2);
    status(3, VERIFIED);
    evidence.rolledOut(4);

    assertThat(evidence.missing())
        .containsExactly("the Deployment was released before the verification");
  }

  @Test
  void holdAfterTheVerificationProvesNothing() {
    status(1, VERIFIED);
    evidence.held(2);
    evidence.released(3);
    evidence.rolledOut(4);

    assertThat(evidence.missing())
        .containsExactly("the Deployment was held only after the verification");
  }

  @Test
  void scriptThatWasNotAppliedIsMissed() {
    evidence.held(1);
    status(2, VERIFIED.replace("Applied", "Started"));
    evidence.released(3);
    evidence.rolledOut(4);

    assertThat(evidence.missing()).containsExactly("script 1 first was not seen to be applied");
  }

  @Test
  void checkThatDidNotPassIsMissed() {
    evidence.held(1);
    status(2, VERIFIED.replace("Passed", "Warning"));
    evidence.released(3);
    evidence.rolledOut(4);

    assertThat(evidence.missing()).containsExactly("check count was not seen to pass");
  }

  @Test
  void failedRunIsAReasonToStopWaiting() {
    status(2, "phase: Failed\nrun: {id: r, outcome: Failed, message: relation exists}\n");

    assertThat(evidence.failure()).contains("the run has failed: relation exists");
    assertThat(evidence.isComplete()).isFalse();
  }

  @Test
  void migrationThatIsStuckIsAReasonToStopWaiting() {
    status(
        1,
        """
        phase: Pending
        conditions:
        - {type: Stalled, status: "True", reason: UnsupportedSpec, message: spec.inlin is not known,
           lastTransitionTime: "2026-01-01T00:00:00Z"}
        """);

    assertThat(evidence.failure())
        .contains("the Migration is stuck, UnsupportedSpec: spec.inlin is not known");
    assertThat(evidence.missing()).hasSize(1);
  }
}
