package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;

/**
 * Plays what the controller of Deployments, or of Rollouts, would do: one ReplicaSet, its pods, and
 * both statuses.
 */
final class PlayedReplicaSet {

  private final Stage stage;
  private ReplicaSet set;

  private PlayedReplicaSet(Stage stage, ReplicaSet set) {
    this.stage = stage;
    this.set = set;
  }

  /** Of the template that the Deployment has now, with its annotations, as Kubernetes makes it. */
  static PlayedReplicaSet of(Stage stage, String deployment) {
    return ownedBy(stage, stage.deployment(deployment));
  }

  /** The same of a Rollout. */
  static PlayedReplicaSet ofRollout(Stage stage, String rollout) {
    return ownedBy(stage, new RolloutsOnStage(stage).find(rollout).asDeployment());
  }

  private static PlayedReplicaSet ownedBy(Stage stage, Deployment owner) {
    var made =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withNamespace(stage.namespace())
            .withName(owner.getMetadata().getName() + "-" + owner.getMetadata().getGeneration())
            .withLabels(owner.getSpec().getSelector().getMatchLabels())
            .withAnnotations(owner.getMetadata().getAnnotations())
            .addNewOwnerReference()
            .withApiVersion(owner.getApiVersion())
            .withKind(owner.getKind())
            .withName(owner.getMetadata().getName())
            .withUid(owner.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withReplicas(2)
            .withSelector(owner.getSpec().getSelector())
            .withTemplate(owner.getSpec().getTemplate())
            .endSpec()
            .build();
    return new PlayedReplicaSet(stage, stage.client().resource(made).create());
  }

  /**
   * Makes it have {@code pods}.
   *
   * @param ofThisTemplate how many pods of its owner are of the present template
   */
  void has(int pods, int ofThisTemplate) {
    var fresh = stage.client().resource(set).get();
    set =
        stage
            .client()
            .resource(
                new ReplicaSetBuilder(fresh)
                    .withNewStatus()
                    .withReplicas(pods)
                    .withObservedGeneration(fresh.getMetadata().getGeneration())
                    .endStatus()
                    .build())
            .updateStatus();
    var owner = set.getMetadata().getOwnerReferences().getFirst();
    if (owner.getKind().equals("Rollout")) {
      new RolloutsOnStage(stage).count(owner.getName(), pods, ofThisTemplate);
    } else {
      var deployment = stage.deployment(owner.getName());
      stage.client().resource(withCounts(deployment, pods, ofThisTemplate)).updateStatus();
    }
  }

  private static Deployment withCounts(Deployment owner, int pods, int ofThisTemplate) {
    return new DeploymentBuilder(owner)
        .withNewStatus()
        .withReplicas(pods)
        .withUpdatedReplicas(ofThisTemplate)
        .withObservedGeneration(owner.getMetadata().getGeneration())
        .endStatus()
        .build();
  }
}
