package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.ReleaseRule;
import dev.drawbridge.decide.RunningTemplate;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What still rolls out, or may, although it asks for what a Rollback takes back. Read from the API
 * server: after this look, tables go.
 *
 * @param withRollouts whether Rollouts are among them
 */
public record ClosingGate(KubernetesClient client, boolean withRollouts) {

  private static final String HELD_ON_ITS_WAY =
      " (applied again while its old pods came back: it has pods of what is taken back)";

  /** Each in words: "Deployment orders". */
  public List<String> notClosed(Migration migration) {
    return Stream.concat(deployments(migration), rollouts(migration))
        .flatMap(deployment -> notClosed(deployment, migration).stream())
        .sorted()
        .toList();
  }

  private Optional<String> notClosed(Deployment deployment, Migration migration) {
    return DeploymentReading.view(deployment)
        .filter(view -> view.glass().isEmpty())
        .filter(view ->
            view.isHeld()
                ? isHeldOnItsWay(deployment, view, migration)
                : !isOpen(view, migration) || isOnItsWay(deployment, migration))
        .map(view -> view.kind() + " " + view.name() + (view.isHeld() ? HELD_ON_ITS_WAY : ""));
  }

  /**
   * What is applied again before the old pods are back is held with pods of what is taken back.
   * Without a template to go back to, they go on.
   */
  private boolean isHeldOnItsWay(Deployment deployment, DeploymentView view, Migration migration) {
    var mark = migration.statusOrNone().takenBack();
    var pausedByPeople = view.held().filter(Markers.HELD_ALREADY_PAUSED::equals).isPresent();
    if (mark == null || !mark.reverts() || pausedByPeople || !view.kind().equals("Deployment")) {
      return false;
    }
    var templates = new RunningTemplates<>(client, Gated.DEPLOYMENTS).of(deployment);
    return templates.stream().anyMatch(one -> isOpen(one, view, migration))
        && templates.stream().anyMatch(one -> one.pods() > 0 && !isOpen(one, view, migration));
  }

  private static boolean isOpen(
      RunningTemplate template, DeploymentView view, Migration migration) {
    var need = new Need(view.need().migration(), template.ask());
    return ReleaseRule.judge(need, view.namespace(), Optional.of(migration)).isOpen();
  }

  /** The old pods come back first: those of what is taken back must not see its tables go. */
  private static boolean isOnItsWay(Deployment deployment, Migration migration) {
    var mark = migration.statusOrNone().takenBack();
    var pods = DeploymentReading.pods(deployment);
    return mark != null
        && mark.reverts()
        && !Boolean.TRUE.equals(deployment.getSpec().getPaused())
        && (!pods.isCurrent() || pods.all() != pods.ofThisTemplate());
  }

  private static boolean isOpen(DeploymentView view, Migration migration) {
    return ReleaseRule.judge(view.need(), view.namespace(), Optional.of(migration)).isOpen();
  }

  private Stream<Deployment> deployments(Migration migration) {
    return client
        .apps()
        .deployments()
        .inNamespace(migration.getMetadata().getNamespace())
        .withLabel(Markers.MIGRATION_LABEL, migration.getMetadata().getName())
        .list()
        .getItems()
        .stream();
  }

  private Stream<Deployment> rollouts(Migration migration) {
    return withRollouts
        ? client
            .resources(Rollout.class)
            .inNamespace(migration.getMetadata().getNamespace())
            .withLabel(Markers.MIGRATION_LABEL, migration.getMetadata().getName())
            .list()
            .getItems()
            .stream()
            .map(Rollout::asDeployment)
        : Stream.empty();
  }
}
