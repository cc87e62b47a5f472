package dev.drawbridge.gate;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which Deployments are held back when they are written, and how a held one is stored. The
 * admission policy in {@code manifests/install.yaml} says the same for the API server; one table of
 * cases tests both.
 *
 * @param operator the user name of the operator, who alone may let go
 */
public record HoldRule(String operator) {

  /** The operator's service account, as it is installed. */
  public static final String OPERATOR = "system:serviceaccount:drawbridge:drawbridge";

  /**
   * The Deployment as it must be stored when {@code user} creates or updates it; the same object if
   * there is nothing to change. Not for writes to subresources.
   *
   * @param old what is stored now; null if it is created
   */
  public Deployment admit(@Nullable Deployment old, Deployment asked, String user) {
    if (user.equals(operator) || isBeingDeleted(old)) {
      return asked;
    }
    if (mustBeHeld(old, asked)) {
      return held(old, asked);
    }
    return Need.of(asked).isPresent() && Hold.markOf(asked).isPresent()
        ? withoutMark(asked)
        : asked;
  }

  private static boolean mustBeHeld(@Nullable Deployment old, Deployment asked) {
    if (isHeld(old)) {
      return true;
    }
    var need = Need.of(asked);
    if (need.isEmpty()) {
      return false;
    }
    return !need.equals(Need.of(old))
        || asksForNothingNew(need.get(), old, asked)
        || (Hold.markOf(asked).isPresent() && isPaused(asked));
  }

  /** Nothing tells whether the new template needs what is not there yet, so it has to wait. */
  private static boolean asksForNothingNew(Need need, @Nullable Deployment old, Deployment asked) {
    return need.ask() instanceof Ask.Nothing
        && !Objects.equals(
            Optional.ofNullable(old).map(Deployment::getSpec).map(DeploymentSpec::getTemplate),
            Optional.of(asked).map(Deployment::getSpec).map(DeploymentSpec::getTemplate));
  }

  private static Deployment held(@Nullable Deployment old, Deployment asked) {
    // A label that is taken off while it is held would take it out of everybody's sight, paused.
    var migration = Need.of(asked).or(() -> Need.of(old)).orElseThrow().migration();
    return new DeploymentBuilder(asked)
        .editOrNewMetadata()
        .addToLabels(Markers.MIGRATION_LABEL, migration)
        .addToAnnotations(Markers.HELD_ANNOTATION, markFor(old, asked))
        .endMetadata()
        .editOrNewSpec()
        .withPaused(true)
        .endSpec()
        .build();
  }

  /** Whose the pause is, is settled when the hold begins. */
  private static String markFor(@Nullable Deployment old, Deployment asked) {
    var pausedByOthers =
        isHeld(old)
            ? Hold.markOf(old).filter(Markers.HELD_ALREADY_PAUSED::equals).isPresent()
            : isPaused(asked) && Hold.markOf(asked).filter(Markers.HELD::equals).isEmpty();
    return pausedByOthers ? Markers.HELD_ALREADY_PAUSED : Markers.HELD;
  }

  /** A mark without a hold is somebody's own, or a stale one from an old ReplicaSet. */
  private static Deployment withoutMark(Deployment asked) {
    return new DeploymentBuilder(asked)
        .editMetadata()
        .removeFromAnnotations(Markers.HELD_ANNOTATION)
        .endMetadata()
        .build();
  }

  private static boolean isHeld(@Nullable Deployment deployment) {
    return Need.of(deployment).isPresent() && Hold.markOf(deployment).isPresent();
  }

  private static boolean isPaused(Deployment deployment) {
    return Optional.of(deployment)
        .map(Deployment::getSpec)
        .map(DeploymentSpec::getPaused)
        .orElse(false);
  }

  /** Asked of what is stored: whoever creates an object could write any deletion time into it. */
  private static boolean isBeingDeleted(@Nullable Deployment old) {
    return Optional.ofNullable(old)
        .map(Deployment::getMetadata)
        .map(metadata -> metadata.getDeletionTimestamp())
        .isPresent();
  }
}
