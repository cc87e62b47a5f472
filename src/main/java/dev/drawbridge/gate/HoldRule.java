package dev.drawbridge.gate;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/**
 * Which Deployments are held back when they are written, how a held one is stored, and which writes
 * are refused. The admission policies in {@code manifests/install.yaml} say the same for the API
 * server; one table of cases tests both.
 *
 * @param operator the user name of the operator, who alone may let go
 */
public record HoldRule(String operator) {

  /** The operator's service account, as {@code manifests/} install it. */
  public static final String OPERATOR = operatorIn("drawbridge");

  /** The user name of the operator whose pods are in {@code namespace}. */
  public static String operatorIn(String namespace) {
    return "system:serviceaccount:" + namespace + ":drawbridge";
  }

  /**
   * What becomes of a write: it is changed as it must be, and the result is judged. For whoever may
   * change objects at admission.
   */
  public Decision decide(Write write) {
    return judge(write.withAsked(stored(write)));
  }

  /**
   * Whether a write may be stored exactly as it is now, after all who wanted to have changed it.
   * For whoever validates at admission.
   */
  public Decision judge(Write write) {
    if (isExempt(write)) {
      return new Decision.Allowed(write.asked(), List.of());
    }
    return Refusals.of(write)
        .<Decision>map(Decision.Refused::new)
        .orElseGet(() -> new Decision.Allowed(write.asked(), Warnings.of(write)));
  }

  private Deployment stored(Write write) {
    return isExempt(write) || write.part() != Write.Part.OBJECT
        ? write.asked()
        : Marks.of(Situation.of(write), write.user()).on(write.asked());
  }

  private boolean isExempt(Write write) {
    var situation = Situation.of(write);
    return write.user().equals(operator)
        || situation.isBeingDeleted()
        || !situation.concernsTheGate();
  }
}
