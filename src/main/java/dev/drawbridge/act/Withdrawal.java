package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.decide.Gated;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.ReleaseRule;
import dev.drawbridge.decide.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes back what was let go, because a Rollback has closed the gate for it: the last template that
 * may go comes back, or what is there is held again. All is read anew first.
 */
public final class Withdrawal<R extends HasMetadata> {

  private static final String POD_TEMPLATE_HASH = "pod-template-hash";

  private final KubernetesClient client;
  private final Gated<R> kind;

  public Withdrawal(KubernetesClient client, Gated<R> kind) {
    this.client = client;
    this.kind = kind;
  }

  /**
   * Takes it back if the rule still says so, freshly read.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with code 409 if it has changed
   *     since it was read
   */
  public void withdraw(String namespace, String name) {
    var resource = client.resources(kind.type()).inNamespace(namespace).withName(name);
    var found = Optional.ofNullable(resource.get()).map(kind::view);
    found
        .flatMap(this::patch)
        .filter(operations -> !operations.isEmpty())
        .ifPresent(
            patch -> resource.patch(PatchContext.of(PatchType.JSON), Serialization.asJson(patch)));
  }

  private Optional<List<Map<String, Object>>> patch(Deployment deployment) {
    var migration = Need.of(deployment).flatMap(need -> migration(deployment, need));
    return migration
        .filter(found -> !isOpen(deployment, found))
        .flatMap(found -> Optional.ofNullable(found.statusOrNone().takenBack()))
        .map(mark -> patch(deployment, migration.orElseThrow(), mark));
  }

  private List<Map<String, Object>> patch(
      Deployment deployment, Migration migration, TakenBack mark) {
    var sets = mark.reverts() ? sets(deployment) : List.<ReplicaSet>of();
    var before = templateBefore(deployment, sets, migration);
    var isHeld = Hold.markOf(deployment).isPresent();
    if (isHeld && (before.isEmpty() || !isOnItsWay(deployment, sets, migration))) {
      return List.of();
    }
    var operations = new ArrayList<Map<String, Object>>();
    operations.add(JsonPatch.ofVersion(deployment));
    if (before.isPresent()) {
      operations.add(Map.of("op", "replace", "path", "/spec/template", "value", before.get()));
      operations.addAll(isHeld ? letGo(deployment) : List.of());
    } else {
      operations.addAll(hold(deployment));
    }
    return operations;
  }

  /** A paused Deployment would bring no old pods back. */
  private static List<Map<String, Object>> letGo(Deployment deployment) {
    var operations = new ArrayList<>(JsonPatch.removeHold(deployment));
    operations.add(JsonPatch.pause(false));
    return operations;
  }

  /** Whether it is held with pods of what is taken back. Whom people have paused stays so. */
  private static boolean isOnItsWay(
      Deployment deployment, List<ReplicaSet> sets, Migration migration) {
    return Hold.markOf(deployment).filter(Markers.HELD::equals).isPresent()
        && sets.stream()
            .filter(set -> set.getStatus() != null && set.getStatus().getReplicas() != null)
            .filter(set -> set.getStatus().getReplicas() > 0)
            .anyMatch(set -> !isOpen(with(deployment, set.getSpec().getTemplate()), migration));
  }

  /** Whoever had paused it finds it paused when it is let go again. */
  private static List<Map<String, Object>> hold(Deployment deployment) {
    var isPaused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
    var operations = new ArrayList<Map<String, Object>>();
    if (deployment.getMetadata().getAnnotations().isEmpty()) {
      operations.add(Map.of("op", "add", "path", "/metadata/annotations", "value", Map.of()));
    }
    operations.add(
        JsonPatch.annotate(
            Markers.HELD_ANNOTATION, isPaused ? Markers.HELD_ALREADY_PAUSED : Markers.HELD));
    operations.add(JsonPatch.pause(true));
    return operations;
  }

  /** Of the newest ReplicaSet whose template may go. */
  private static Optional<PodTemplateSpec> templateBefore(
      Deployment deployment, List<ReplicaSet> sets, Migration migration) {
    return sets.stream()
        .sorted(Revision.NEWEST_FIRST)
        .map(set -> withoutHash(set.getSpec().getTemplate()))
        .filter(template -> isOpen(with(deployment, template), migration))
        .findFirst();
  }

  private List<ReplicaSet> sets(Deployment deployment) {
    if (kind.type() != Deployment.class || deployment.getSpec().getSelector() == null) {
      return List.of();
    }
    return client
        .apps()
        .replicaSets()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(deployment.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(set -> set.hasOwnerReferenceFor(deployment))
        .toList();
  }

  private static PodTemplateSpec withoutHash(PodTemplateSpec template) {
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .removeFromLabels(POD_TEMPLATE_HASH)
        .endMetadata()
        .build();
  }

  private static Deployment with(Deployment deployment, PodTemplateSpec template) {
    return new DeploymentBuilder(deployment).editSpec().withTemplate(template).endSpec().build();
  }

  private Optional<Migration> migration(Deployment deployment, Need need) {
    return Optional.ofNullable(
        client
            .resources(Migration.class)
            .inNamespace(deployment.getMetadata().getNamespace())
            .withName(need.migration())
            .get());
  }

  private static boolean isOpen(Deployment deployment, Migration migration) {
    return Need.of(deployment)
        .filter(need ->
            ReleaseRule.judge(need, deployment.getMetadata().getNamespace(), Optional.of(migration))
                .isOpen())
        .isPresent();
  }
}
