package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Announcement;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.LeakRules;
import dev.drawbridge.decide.RunningTemplate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetSpec;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * The templates that a Deployment, or what is held like one, has pods of. Read from the API server,
 * and seldom: a cache of all ReplicaSets would take more memory than all others together.
 */
public record RunningTemplates<R extends HasMetadata>(KubernetesClient client, Gated<R> kind) {

  /** The leaks of the one of this name as it is now; none if it is gone or free. */
  public List<Announcement> leaks(String namespace, String name) {
    var found = client.resources(kind.type()).inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(found).map(kind::view).map(this::leaks).orElse(List.of());
  }

  private List<Announcement> leaks(Deployment deployment) {
    return DeploymentReading.view(deployment)
        .map(view -> LeakRules.leaks(view, of(deployment), migration(view)))
        .orElse(List.of());
  }

  private Optional<Migration> migration(DeploymentView view) {
    var named = client.resources(Migration.class).inNamespace(view.namespace());
    return Optional.ofNullable(named.withName(view.need().migration()).get());
  }

  List<RunningTemplate> of(Deployment deployment) {
    return ReplicaSets.of(deployment, client).stream().map(RunningTemplates::view).toList();
  }

  static RunningTemplate view(ReplicaSet set) {
    var metadata = set.getMetadata();
    var ask =
        Ask.of(Optional.ofNullable(set.getSpec()).map(ReplicaSetSpec::getTemplate).orElse(null));
    return new RunningTemplate(
        metadata.getName(),
        metadata.getUid(),
        Optional.ofNullable(set.getStatus()).map(ReplicaSetStatus::getReplicas).orElse(0),
        ask,
        Hold.annotationOf(set, Markers.RELEASED_ANNOTATION)
            .or(() -> BreakGlass.inEffect(set, ask).map(opened -> ask.glassWords())));
  }
}
