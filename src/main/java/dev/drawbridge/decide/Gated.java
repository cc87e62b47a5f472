package dev.drawbridge.decide;

import dev.drawbridge.api.Rollout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.function.Function;

/**
 * A kind that is held: by being paused, or pods by a scheduling gate. All of them are looked at as
 * the Deployments that they resemble, so that there is one rule.
 *
 * @param asDeployment what of a resource the rule looks at, under the resource's own kind
 * @param hasReplicaSets whether it makes pods by ReplicaSets, so that some may run that the gate
 *     did not let go
 */
public record Gated<R extends HasMetadata>(
    Class<R> type, Function<R, Deployment> asDeployment, boolean hasReplicaSets) {

  public static final Gated<Deployment> DEPLOYMENTS =
      new Gated<>(Deployment.class, Function.identity(), true);

  public static final Gated<Rollout> ROLLOUTS =
      new Gated<>(Rollout.class, Rollout::asDeployment, true);

  /** Pods that wait by themselves. */
  public static final Gated<Pod> PODS = new Gated<>(Pod.class, PodGate::asDeployment, false);

  public Deployment view(R resource) {
    return asDeployment.apply(resource);
  }
}
