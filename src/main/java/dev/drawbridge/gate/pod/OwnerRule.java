package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.gate.Annotations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * What StatefulSets, DaemonSets, Jobs and CronJobs may not say of themselves: what was released,
 * and who has broken the glass of their template; and who may let their pods go without waiting.
 *
 * @param operator the user name of the operator, who alone remembers releases
 */
public record OwnerRule(String operator) {

  /** What becomes of a write: it is put right, and the result is judged. */
  public Ruled decide(ObjectWrite<HasMetadata> write) {
    return judge(write.withAsked(stored(write)));
  }

  /** Whether a write may be stored exactly as it is now. For whoever validates at admission. */
  public Ruled judge(ObjectWrite<HasMetadata> write) {
    return isExempt(write)
        ? new Ruled.Stored(write.asked())
        : OwnerRefusals.of(write)
            .<Ruled>map(Ruled.Refused::new)
            .orElseGet(() -> new Ruled.Stored(write.asked()));
  }

  private boolean isExempt(ObjectWrite<HasMetadata> write) {
    return write.user().equals(operator) || write.isOfOneBeingDeleted();
  }

  private HasMetadata stored(ObjectWrite<HasMetadata> write) {
    var situation = OwnerSituation.of(write);
    return isExempt(write) || write.ofStatus() || isAsItMustBe(situation)
        ? write.asked()
        : putRight(situation);
  }

  static boolean isAsItMustBe(OwnerSituation situation) {
    var asked = situation.asked();
    return Hold.annotationOf(asked, Markers.RELEASED_ANNOTATION).equals(situation.memory())
        && Hold.labelOf(asked, Markers.RELEASED_LABEL).equals(situation.memoryLabel())
        && BreakGlass.approverOf(Owners.templateMetadata(asked)).equals(situation.approver());
  }

  private static HasMetadata putRight(OwnerSituation situation) {
    var owner = Owners.copy(situation.asked());
    var metadata = owner.getMetadata();
    metadata.setAnnotations(
        Annotations.with(
            metadata.getAnnotations(), Map.of(Markers.RELEASED_ANNOTATION, situation.memory())));
    metadata.setLabels(
        Annotations.with(
            metadata.getLabels(), Map.of(Markers.RELEASED_LABEL, situation.memoryLabel())));
    Optional.ofNullable(Owners.templateMetadata(owner))
        .ifPresent(template ->
            template.setAnnotations(
                Annotations.with(
                    template.getAnnotations(),
                    Map.of(Markers.BREAK_GLASS_BY_ANNOTATION, situation.approver()))));
    return owner;
  }
}
