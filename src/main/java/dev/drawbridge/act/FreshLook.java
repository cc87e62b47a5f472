package dev.drawbridge.act;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.ConfigMapDigest;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.ReleaseRule;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Whether the gate is open, by what the API server says now and not by what a cache says. */
record FreshLook(KubernetesClient client) {

  /** Whether {@code found}, freshly read itself, is held and may go. */
  boolean letsGo(Deployment found) {
    var namespace = found.getMetadata().getNamespace();
    return Hold.markOf(found).isPresent()
        && Need.of(found).filter(need -> isOpen(need, namespace)).isPresent();
  }

  private boolean isOpen(Need need, String namespace) {
    var migration =
        client.resources(Migration.class).inNamespace(namespace).withName(need.migration()).get();
    return ReleaseRule.judge(need, namespace, Optional.ofNullable(migration)).isOpen()
        && ReleaseRule.standsOnTheseInputs(need, migration, inputs(need, migration));
  }

  /**
   * Only for a template that asks for nothing else: the scripts as they are now, not as they were
   * when they were run.
   */
  private Inputs inputs(Need need, Migration migration) {
    return Inputs.of(
        migration,
        name -> need.ask() instanceof Ask.Nothing ? configMap(migration, name) : Optional.empty());
  }

  private Optional<Inputs.Content> configMap(Migration migration, String name) {
    var namespace = migration.getMetadata().getNamespace();
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
        .map(ConfigMapDigest::content);
  }
}
