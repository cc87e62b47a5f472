package dev.drawbridge.gate.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** The rules for pods that wait by themselves and for what makes them, whichever of them it is. */
public record PodRules(PodRule pods, OwnerRule owners) {

  /**
   * The rules of an operator.
   *
   * @param operator its user name
   */
  public static PodRules of(String operator) {
    return new PodRules(new PodRule(operator), new OwnerRule(operator));
  }

  /** Whether there is a rule for this kind. */
  public static boolean knows(@Nullable HasMetadata object) {
    return object instanceof Pod || (object != null && Owners.isOne(object));
  }

  /** What becomes of a write that others may still change. */
  public Ruled decide(ObjectWrite<HasMetadata> write) {
    return write.asked() instanceof Pod pod ? pods.decide(ofPod(write, pod)) : owners.decide(write);
  }

  /** Whether a write may be stored as it is. */
  public Ruled judge(ObjectWrite<HasMetadata> write) {
    return write.asked() instanceof Pod pod ? pods.judge(ofPod(write, pod)) : owners.judge(write);
  }

  private static ObjectWrite<Pod> ofPod(ObjectWrite<HasMetadata> write, Pod asked) {
    var old = write.old() instanceof Pod pod ? pod : null;
    return new ObjectWrite<>(old, asked, write.ofStatus(), write.user(), write.mayBreakGlass());
  }
}
