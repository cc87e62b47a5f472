package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the law makes of a write that was stored. It follows what happened, and believes no mark of
 * the gate.
 *
 * @param old what was stored before; null if the object was created
 * @param asked what was asked for before admission
 * @param stored what was stored
 */
record Truth(@Nullable Version old, Deployment asked, Deployment stored, Step step) {

  Version version() {
    return new Version(stored, isGranted(), isPausedByPeople());
  }

  private Optional<Need> oldNeed() {
    return Optional.ofNullable(old).map(Version::deployment).flatMap(Need::of);
  }

  private boolean wasGranted() {
    return old != null && old.granted();
  }

  private boolean isGranted() {
    var need = Need.of(stored);
    if (need.isEmpty()) {
      return old == null || oldNeed().isEmpty() || step.mayBreakGlass();
    }
    return (!asksAnew(need.get()) && wasGranted())
        || (step.mayBreakGlass() && hasGlass(need.get()));
  }

  private boolean asksAnew(Need need) {
    var template = stored.getSpec().getTemplate();
    return old == null
        || !oldNeed().equals(Optional.of(need))
        || (need.ask() instanceof Ask.Nothing && !Objects.equals(template, old.template()));
  }

  private boolean hasGlass(Need need) {
    var glass = BreakGlass.of(stored);
    var isNew = !glass.equals(BreakGlass.of(old == null ? null : old.deployment()));
    return glass.filter(one -> one.isFor(need.ask())).isPresent()
        && (isNew || !(need.ask() instanceof Ask.Nothing));
  }

  /** Whose a pause is, is settled when a hold begins, and comes out when it ends. */
  private boolean isPausedByPeople() {
    if (old != null && old.isHeld()) {
      return old.pausedByPeople();
    }
    var isPaused = Boolean.TRUE.equals(stored.getSpec().getPaused());
    if (Need.of(stored).isEmpty() || Hold.markOf(stored).isEmpty()) {
      return isPaused && !isOpenedCopy();
    }
    return step.meddling() == Step.Meddling.NONE
        ? Boolean.TRUE.equals(asked.getSpec().getPaused()) && !isMarkedAsOurs()
        : Hold.markOf(stored).equals(Optional.of(Markers.HELD_ALREADY_PAUSED));
  }

  /** The pause of a held copy was the gate's, and is not wanted once the glass is broken. */
  private boolean isOpenedCopy() {
    return isMarkedAsOurs()
        && step.mayBreakGlass()
        && Need.of(stored).filter(need -> asksAnew(need) && hasGlass(need)).isPresent();
  }

  private boolean isMarkedAsOurs() {
    return Hold.markOf(asked).equals(Optional.of(Markers.HELD));
  }
}
