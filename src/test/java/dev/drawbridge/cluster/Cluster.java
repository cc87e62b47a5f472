package dev.drawbridge.cluster;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that {@code KUBECONFIG} names, with Drawbridge and a PostgreSQL in it: one for all
 * classes of the suite. Installed on first use; {@code UninstallClusterIT}, the last class, takes
 * it away again.
 */
final class Cluster {

  private static @Nullable Cluster shared;

  private final Images images = Images.wanted();
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final Installation installation = new Installation(client, images);
  private final PostgresPod postgres = new PostgresPod(client, images.postgres());

  private Cluster() {
    installation.install();
    postgres.start();
  }

  static synchronized Cluster shared() {
    if (shared == null) {
      shared = new Cluster();
    }
    return shared;
  }

  KubernetesClient client() {
    return client;
  }

  Images images() {
    return images;
  }

  Installation installation() {
    return installation;
  }

  PostgresPod postgres() {
    return postgres;
  }

  MixedOperation<Migration, KubernetesResourceList<Migration>, Resource<Migration>> migrations() {
    return client.resources(Migration.class);
  }

  /** As {@code kubectl apply --server-side} would. */
  void apply(String namespace, String yaml) {
    var stream = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
    client.load(stream).inNamespace(namespace).forceConflicts().serverSideApply();
  }

  String newNamespace() {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName(PostgresPod.PREFIX)
            .addToLabels("app.kubernetes.io/part-of", "drawbridge-suite")
            .endMetadata()
            .build();
    return client.resource(namespace).create().getMetadata().getName();
  }
}
