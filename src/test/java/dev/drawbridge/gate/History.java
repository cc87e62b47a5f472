package dev.drawbridge.gate;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The revisions that a Deployment has had, as the controller manager keeps them: ReplicaSets. */
record History(KubernetesClient client, String namespace) {

  private static final String REVISION = "deployment.kubernetes.io/revision";

  static History of(KubernetesClient client, String namespace) {
    return new History(client, namespace);
  }

  History add(Deployment deployment, int revision, String schema) {
    var name = deployment.getMetadata().getName();
    client
        .resource(
            new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(name + "-" + revision)
                .withNamespace(namespace)
                .addToLabels(deployment.getSpec().getSelector().getMatchLabels())
                .addToAnnotations(REVISION, Integer.toString(revision))
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(name)
                .withUid(deployment.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withSelector(deployment.getSpec().getSelector())
                .withNewTemplateLike(deployment.getSpec().getTemplate())
                .editMetadata()
                .addToLabels("pod-template-hash", Integer.toString(revision))
                .addToAnnotations("drawbridge.dev/schema", schema)
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withImage("shop:revision-" + revision)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    return this;
  }
}
