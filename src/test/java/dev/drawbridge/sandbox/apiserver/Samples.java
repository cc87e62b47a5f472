package dev.drawbridge.sandbox.apiserver;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.SpecDraft;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/** Objects for the tests of the server. */
final class Samples {

  private Samples() {}

  static CustomResourceDefinition migrationDefinition() {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName("migrations.drawbridge.dev")
        .endMetadata()
        .withNewSpec()
        .withGroup("drawbridge.dev")
        .withScope("Namespaced")
        .withNewNames()
        .withKind("Migration")
        .withPlural("migrations")
        .endNames()
        .addNewVersion()
        .withName("v1alpha1")
        .withServed(true)
        .withStorage(true)
        .withNewSubresources()
        .withNewStatus()
        .endStatus()
        .endSubresources()
        .endVersion()
        .endSpec()
        .build();
  }

  static Migration migration() {
    var migration = new Migration();
    migration.setMetadata(
        new ObjectMetaBuilder().withName("orders").withNamespace("default").build());
    migration.setSpec(spec("orders-db"));
    return migration;
  }

  static MigrationSpec spec(String secret) {
    return SpecDraft.of(new Database(new Database.SecretRef(secret, Map.of()), null, null)).spec();
  }

  static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "orders")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "orders")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("orders:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
