package dev.drawbridge.gate;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write means to the gate, from the stored and the new object alone. The answers are the
 * same for what somebody asks for and for what is made of it, so that they can be checked again at
 * the end. The variables of the admission policies have the same names.
 */
record Situation(@Nullable Deployment old, Deployment asked) {

  static Situation of(Write write) {
    return new Situation(write.old(), write.asked());
  }

  /** Whether it depends on a Migration, or did so before. */
  boolean concernsTheGate() {
    return need().isPresent() || Need.of(old).isPresent();
  }

  Optional<Need> need() {
    return Need.of(asked);
  }

  boolean wasHeld() {
    return Need.of(old).isPresent() && Hold.markOf(old).isPresent();
  }

  /** Whether it has to wait, unless somebody breaks the glass. */
  boolean isGated() {
    return hasCause() || (need().isPresent() && arrivesHeld());
  }

  private boolean hasCause() {
    return need().isPresent() && (wasHeld() || needsAnother() || asksForNothingNew());
  }

  private boolean needsAnother() {
    return !need().equals(Need.of(old));
  }

  /** Nothing tells whether the new template needs what is not there yet, so it has to wait. */
  private boolean asksForNothingNew() {
    return asksForNothing()
        && !Objects.equals(
            Optional.ofNullable(old).map(Deployment::getSpec).map(DeploymentSpec::getTemplate),
            Optional.of(asked).map(Deployment::getSpec).map(DeploymentSpec::getTemplate));
  }

  /** A copy of a held one keeps its hold, and is let go like any other. */
  private boolean arrivesHeld() {
    return Hold.markOf(asked).isPresent() && isPaused();
  }

  boolean asksForNothing() {
    return need().filter(need -> need.ask() instanceof Ask.Nothing).isPresent();
  }

  /**
   * Whether the glass is broken for what this template asks for. A mark that was only brought along
   * is no cause to break it: taken off, it would leave none.
   */
  boolean breaksGlass() {
    return hasCause() && glassFits();
  }

  /** A template that asks for nothing is named by nothing: its glass counts in one write only. */
  private boolean glassFits() {
    var fits = glass().flatMap(glass -> need().filter(need -> glass.isFor(need.ask())));
    return fits.isPresent() && (!asksForNothing() || isGlassNew());
  }

  Optional<BreakGlass> glass() {
    return BreakGlass.of(asked);
  }

  boolean isGlassNew() {
    return !glass().equals(BreakGlass.of(old));
  }

  boolean isHeld() {
    return isGated() && !breaksGlass();
  }

  /** Whose the pause is, is settled when the hold begins. */
  private boolean isPausedByOthers() {
    return wasHeld()
        ? Hold.markOf(old).filter(Markers.HELD_ALREADY_PAUSED::equals).isPresent()
        : isPaused() && Hold.markOf(asked).filter(Markers.HELD::equals).isEmpty();
  }

  /** The mark that must be stored; empty if none may be. */
  Optional<String> mark() {
    return isHeld()
        ? Optional.of(isPausedByOthers() ? Markers.HELD_ALREADY_PAUSED : Markers.HELD)
        : Optional.empty();
  }

  /** Whether it must be stored paused. What is let go is paused as it was before it was held. */
  boolean pause() {
    var isOurPause = wasHeld() || (breaksGlass() && arrivesHeld());
    return isHeld() || (isOurPause ? isPausedByOthers() : isPaused());
  }

  /** What the operator had said about the hold, as long as that is about the same need. */
  Optional<String> because() {
    return isHeld() && wasHeld() && !needsAnother()
        ? Hold.annotationOf(old, Markers.HELD_BECAUSE_ANNOTATION)
        : Optional.empty();
  }

  /** What was let go last, as long as the template asks for that and nothing else. */
  Optional<String> released() {
    return needsAnother() || asksForNothingNew()
        ? Optional.empty()
        : Hold.annotationOf(old, Markers.RELEASED_ANNOTATION);
  }

  /** Who has broken the glass: {@code user} if it happens now. */
  Optional<String> approver(String user) {
    if (breaksGlass()) {
      return Optional.of(user);
    }
    return glass().isPresent() && !isGlassNew() ? BreakGlass.approverOf(old) : Optional.empty();
  }

  boolean isPaused() {
    return Optional.of(asked).map(Deployment::getSpec).map(DeploymentSpec::getPaused).orElse(false);
  }

  /** Kubernetes would scale the ReplicaSet of the held template if there is one. */
  boolean isRaisedFromZero() {
    return old != null && replicas(old) == 0 && replicas(asked) > 0;
  }

  /**
   * Whether its replicas may be on their way up from 0: no pod is there, and Kubernetes has not
   * looked at all that is stored. Held now, it would be given the ReplicaSet of the held template.
   * Before Kubernetes has looked for the first time, there is no ReplicaSet.
   */
  boolean isHeldUnseen() {
    return isHeld()
        && !wasHeld()
        && replicas(asked) > 0
        && Optional.ofNullable(old).filter(Situation::isBehind).isPresent();
  }

  private static boolean isBehind(Deployment deployment) {
    var status = Optional.ofNullable(deployment.getStatus());
    var pods = status.map(DeploymentStatus::getReplicas).orElse(0);
    var seen = status.map(DeploymentStatus::getObservedGeneration).orElse(0L);
    var written =
        Optional.ofNullable(deployment.getMetadata()).map(ObjectMeta::getGeneration).orElse(0L);
    return pods == 0 && seen > 0 && seen < written;
  }

  private static int replicas(Deployment deployment) {
    return Optional.ofNullable(deployment.getSpec()).map(DeploymentSpec::getReplicas).orElse(1);
  }

  /** Asked of what is stored: whoever creates an object could write any deletion time into it. */
  boolean isBeingDeleted() {
    return Optional.ofNullable(old)
        .map(Deployment::getMetadata)
        .map(metadata -> metadata.getDeletionTimestamp())
        .isPresent();
  }
}
