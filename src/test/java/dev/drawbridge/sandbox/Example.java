package dev.drawbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.Check;
import dev.drawbridge.api.Database;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.Migration;
import dev.drawbridge.command.manifest.Manifest;
import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.sandbox.apiserver.CustomSchema;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The manifests that the sandbox applies, and what has to be seen because of them.
 *
 * @param manifests in the order in which kubectl takes the files
 * @param deployment the Deployment that has to wait for the Migration
 * @param scripts as reports name them: version and description
 */
record Example(
    Path folder,
    List<Manifest> manifests,
    Migration migration,
    Deployment deployment,
    List<String> scripts) {

  static final String NAMESPACE = "default";

  /**
   * Reads the folder, and refuses at once what could not be shown.
   *
   * @param definitions the folder of the CRDs
   */
  static Example in(Path folder, Path definitions) throws Unusable {
    var manifests = Manifests.in(folder);
    for (var manifest : manifests) {
      requireNamespace(manifest);
    }
    var migration = migrationIn(folder, manifests, definitions);
    var deployment = deploymentIn(folder, manifests, migration.getMetadata().getName());
    var scripts = scriptsOf(migration, folder, manifests);
    return new Example(folder, manifests, migration, deployment, scripts);
  }

  private static void requireNamespace(Manifest manifest) throws Unusable {
    var namespace = manifest.resource().getMetadata().getNamespace();
    if (namespace != null && !namespace.equals(NAMESPACE)) {
      throw new Unusable(
          "%s: %s is in the namespace %s, and the sandbox shows %s only: leave metadata.namespace out."
              .formatted(manifest.file(), manifest, namespace, NAMESPACE));
    }
  }

  private static Migration migrationIn(Path folder, List<Manifest> manifests, Path definitions)
      throws Unusable {
    var migrations = manifests.stream().filter(manifest -> manifest.is("Migration")).toList();
    if (migrations.size() != 1) {
      throw new Unusable(
          "%s has %s; the sandbox shows one."
              .formatted(
                  folder,
                  migrations.isEmpty() ? "no Migration" : migrations.size() + " Migrations"));
    }
    var manifest = migrations.getFirst();
    var problems = CustomSchema.in(definitions, "Migration").problems(manifest.as(JsonNode.class));
    if (!problems.isEmpty()) {
      throw new Unusable(
          "%s: %s is not valid, a cluster would refuse it:\n  %s"
              .formatted(manifest.file(), manifest, String.join("\n  ", problems)));
    }
    return manifest.as(Migration.class);
  }

  private static Deployment deploymentIn(Path folder, List<Manifest> manifests, String migration)
      throws Unusable {
    for (var manifest : manifests) {
      var labels = manifest.resource().getMetadata().getLabels();
      if (manifest.is("Deployment")
          && labels != null
          && migration.equals(labels.get(Markers.MIGRATION_LABEL))) {
        return manifest.as(Deployment.class);
      }
    }
    throw new Unusable(
        "%s has no Deployment that waits for Migration %s: give one the label %s: %s."
            .formatted(folder, migration, Markers.MIGRATION_LABEL, migration));
  }

  private static List<String> scriptsOf(Migration migration, Path folder, List<Manifest> manifests)
      throws Unusable {
    var scripts = new ArrayList<String>();
    for (var step : migration.getSpec().migrate()) {
      if (step.flyway() != null) {
        scripts.addAll(scriptsOf(step.flyway(), folder, manifests));
      }
    }
    return List.copyOf(scripts);
  }

  private static List<String> scriptsOf(
      MigrateStep.Flyway step, Path folder, List<Manifest> manifests) throws Unusable {
    if (step.image() != null) {
      throw new Unusable(
          "The Migration takes scripts from image %s, and there are no images here: use inline or configMaps to try it."
              .formatted(step.image().reference()));
    }
    var files = new ArrayList<>(step.inline().keySet());
    for (var name : step.configMaps()) {
      files.addAll(configMap(name, folder, manifests).getData().keySet());
    }
    return AppliedName.of(files, step.target());
  }

  private static ConfigMap configMap(String name, Path folder, List<Manifest> manifests)
      throws Unusable {
    for (var manifest : manifests) {
      if (manifest.is("ConfigMap") && manifest.isNamed(name)) {
        return manifest.as(ConfigMap.class);
      }
    }
    throw new Unusable(
        "The Migration takes scripts from ConfigMap %s, which is not in %s."
            .formatted(name, folder));
  }

  /** The Secret that the sandbox makes, if any; one of that name in the folder is not applied. */
  Optional<String> secret() {
    return Optional.ofNullable(migration.getSpec().database().secretRef())
        .map(Database.SecretRef::name);
  }

  boolean isReplaced(Manifest manifest) {
    return manifest.is("Secret") && secret().filter(manifest::isNamed).isPresent();
  }

  List<String> checks() {
    var spec = migration.getSpec();
    return Stream.concat(spec.preflight().stream(), spec.verify().stream())
        .map(Check::name)
        .toList();
  }
}
