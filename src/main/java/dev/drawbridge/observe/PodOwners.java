package dev.drawbridge.observe;

import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.PodGate;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pods that wait by themselves, counted as one for what has made them. */
final class PodOwners {

  private PodOwners() {}

  static List<DeploymentView> views(Collection<Pod> pods) {
    Map<String, DeploymentView> byOwner =
        pods.stream()
            .filter(pod -> !RolloutReading.isOver(pod))
            .flatMap(pod -> view(pod).stream())
            .collect(
                Collectors.toMap(
                    view -> view.namespace() + "/" + view.kind() + "/" + view.name(),
                    Function.identity(),
                    PodOwners::tellingMore));
    return List.copyOf(byOwner.values());
  }

  /** One that waits tells more than one that does not, and broken glass more than none. */
  private static DeploymentView tellingMore(DeploymentView one, DeploymentView other) {
    return weight(other) > weight(one) ? other : one;
  }

  private static int weight(DeploymentView view) {
    return view.isHeld() ? 2 : view.glass().isPresent() ? 1 : 0;
  }

  static Optional<DeploymentView> view(Pod pod) {
    var owner = PodGate.controller(pod);
    return DeploymentReading.view(Gated.PODS.view(pod))
        .map(view ->
            new DeploymentView(
                owner.map(one -> one.getKind()).orElse(view.kind()),
                view.namespace(),
                owner.map(one -> one.getName()).orElse(view.name()),
                owner.map(one -> one.getUid()).orElse(view.uid()),
                view.need(),
                view.held(),
                view.glass()));
  }
}
