package dev.drawbridge.gate;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * What of a Deployment is not its writer's to say while it depends on a Migration. An empty text
 * counts as absent.
 *
 * @param held the gate's mark
 * @param because why it waits
 * @param released what was let go
 * @param approver who broke the glass
 * @param paused whether it makes no new ReplicaSets
 */
record Marks(
    Optional<String> held,
    Optional<String> because,
    Optional<String> released,
    Optional<String> approver,
    boolean paused) {

  /** Those that {@code situation} asks for if {@code user} writes. */
  static Marks of(Situation situation, String user) {
    return new Marks(
        situation.mark(),
        situation.because(),
        situation.released(),
        situation.approver(user),
        situation.pause());
  }

  /** Whether {@code deployment} carries exactly these. */
  boolean areOn(Deployment deployment) {
    return equals(
        new Marks(
            Hold.markOf(deployment),
            Hold.annotationOf(deployment, Markers.HELD_BECAUSE_ANNOTATION),
            Hold.annotationOf(deployment, Markers.RELEASED_ANNOTATION),
            BreakGlass.approverOf(deployment),
            new Situation(null, deployment).isPaused()));
  }

  /** {@code deployment} with these; the same object if it has them. */
  Deployment on(Deployment deployment) {
    return areOn(deployment)
        ? deployment
        : new DeploymentBuilder(deployment)
            .editMetadata()
            .withAnnotations(
                Annotations.with(deployment.getMetadata().getAnnotations(), annotations()))
            .endMetadata()
            .editOrNewSpec()
            .withPaused(paused ? Boolean.TRUE : null)
            .endSpec()
            .build();
  }

  private Map<String, Optional<String>> annotations() {
    return Map.of(
        Markers.HELD_ANNOTATION, held,
        Markers.HELD_BECAUSE_ANNOTATION, because,
        Markers.RELEASED_ANNOTATION, released,
        Markers.BREAK_GLASS_BY_ANNOTATION, approver);
  }
}
