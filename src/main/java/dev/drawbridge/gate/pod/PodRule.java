package dev.drawbridge.gate.pod;

import io.fabric8.kubernetes.api.model.Pod;

/**
 * Which pods get our scheduling gate when they are made, and who may take it off. The admission
 * policies say the same for the API server; one table of cases tests both.
 *
 * @param operator the user name of the operator, who alone may let go
 */
public record PodRule(String operator) {

  /**
   * What becomes of a write: it is changed as it must be, and the result is judged. For whoever may
   * change objects at admission.
   */
  public Ruled decide(ObjectWrite<Pod> write) {
    return judge(write.withAsked(stored(write)));
  }

  /** Whether a write may be stored exactly as it is now. For whoever validates at admission. */
  public Ruled judge(ObjectWrite<Pod> write) {
    return isExempt(write)
        ? new Ruled.Stored(write.asked())
        : PodRefusals.of(write)
            .<Ruled>map(Ruled.Refused::new)
            .orElseGet(() -> new Ruled.Stored(write.asked()));
  }

  private Pod stored(ObjectWrite<Pod> write) {
    if (isExempt(write) || write.ofStatus()) {
      return write.asked();
    }
    var situation = PodSituation.of(write);
    return PodMarks.of(situation).on(situation);
  }

  private boolean isExempt(ObjectWrite<Pod> write) {
    return write.user().equals(operator)
        || write.isOfOneBeingDeleted()
        || !PodSituation.of(write).concernsTheGate();
  }
}
