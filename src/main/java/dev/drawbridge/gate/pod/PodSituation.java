package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.decide.ReleaseMemory;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write of a pod means to the gate, from the stored and the new object alone. The answers
 * are the same for what somebody asks for and for what is made of it. The variables of the
 * admission policies have the same names.
 */
record PodSituation(@Nullable Pod old, Pod asked, String user) {

  static PodSituation of(ObjectWrite<Pod> write) {
    return new PodSituation(write.old(), write.asked(), write.user());
  }

  Optional<Need> need() {
    return Need.ofPod(asked.getMetadata());
  }

  Optional<Need> oldNeed() {
    return Optional.ofNullable(old).map(Pod::getMetadata).flatMap(Need::ofPod);
  }

  /** Whether the gate has anything to say: of a new pod that has a need, and of one that waits. */
  boolean concernsTheGate() {
    return old == null
        ? need().isPresent() && PodGate.mayWait(asked)
        : PodGate.isOn(old)
            && (need().isPresent() || oldNeed().isPresent())
            && PodGate.mayWait(old);
  }

  boolean isNew() {
    return old == null;
  }

  /** Whether something else makes it, from a template. */
  boolean isControlled() {
    return PodGate.controller(asked).isPresent();
  }

  boolean wasGated() {
    return oldNeed().isPresent() && PodGate.isOn(old);
  }

  boolean isGatedNow() {
    return PodGate.isOn(asked);
  }

  boolean needsAnother() {
    return !need().equals(oldNeed());
  }

  Optional<BreakGlass> glass() {
    return BreakGlass.of(asked);
  }

  boolean isGlassNew() {
    return !glass().equals(BreakGlass.of(old));
  }

  boolean breaksGlass() {
    return (isNew() || wasGated())
        && glass().flatMap(glass -> need().filter(need -> glass.isFor(need.ask()))).isPresent();
  }

  /** What is remembered of it, if its owner remembers just that. */
  Optional<String> released() {
    return Hold.annotationOf(asked, Markers.RELEASED_ANNOTATION)
        .filter(text -> isNew() && isControlled())
        .filter(text ->
            need()
                .map(need -> ReleaseMemory.entry(need, asked.getMetadata()))
                .filter(text::equals)
                .isPresent());
  }

  /** Whether it must wait. */
  boolean isHeld() {
    return need().isPresent() && !breaksGlass() && (isNew() ? released().isEmpty() : wasGated());
  }

  /** What the operator said about why it waits. */
  Optional<String> because() {
    return isHeld() ? Hold.annotationOf(old, Markers.HELD_BECAUSE_ANNOTATION) : Optional.empty();
  }

  /** Who has broken the glass. A template brings that along. */
  Optional<String> approver() {
    if (glass().isEmpty()) {
      return Optional.empty();
    }
    if (isNew() && isControlled()) {
      return BreakGlass.approverOf(asked);
    }
    if (isGlassNew()) {
      return breaksGlass() ? Optional.of(user) : Optional.empty();
    }
    return BreakGlass.approverOf(old);
  }

  /** The mark that it need not wait, or had not to. */
  Optional<String> releasedMark() {
    return isNew() ? released() : Hold.annotationOf(old, Markers.RELEASED_ANNOTATION);
  }
}
