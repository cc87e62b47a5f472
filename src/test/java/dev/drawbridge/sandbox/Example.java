package dev.drawbridge.sandbox;

import dev.drawbridge.api.Check;
import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The manifests that the sandbox applies, and what has to be seen because of them.
 *
 * @param resources in the order in which kubectl takes the files
 */
record Example(Path folder, List<HasMetadata> resources) {

  static Example in(Path folder, KubernetesClient client) throws IOException {
    client.getKubernetesSerialization().registerKubernetesResource(Migration.class);
    var resources = new ArrayList<HasMetadata>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Example::isManifest).sorted().toList()) {
        try (var content = Files.newInputStream(file)) {
          resources.addAll(client.load(content).items());
        }
      }
    }
    return new Example(folder, List.copyOf(resources));
  }

  private static boolean isManifest(Path file) {
    return file.toString().endsWith(".yaml");
  }

  Migration migration() {
    return all(Migration.class).findFirst().orElseThrow();
  }

  /** The Deployment that has to wait for the Migration. */
  Deployment deployment() {
    return all(Deployment.class)
        .filter(deployment ->
            migration()
                .getMetadata()
                .getName()
                .equals(deployment.getMetadata().getLabels().get(Markers.MIGRATION_LABEL)))
        .findFirst()
        .orElseThrow();
  }

  private <T> Stream<T> all(Class<T> type) {
    return resources.stream().filter(type::isInstance).map(type::cast);
  }

  String secret() {
    return migration().getSpec().database().secretRef().name();
  }

  /** The scripts, as reports name them: version and description. */
  List<String> scripts() {
    var maps =
        migration().getSpec().migrate().stream()
            .flatMap(step -> step.flyway().configMaps().stream())
            .toList();
    return all(ConfigMap.class)
        .filter(map -> maps.contains(map.getMetadata().getName()))
        .map(ConfigMap::getData)
        .map(Map::keySet)
        .flatMap(names -> names.stream().sorted())
        .map(name -> name.replaceFirst("^V", "").replaceFirst("\\.sql$", ""))
        .map(name -> name.replaceFirst("__", " ").replace('_', ' '))
        .toList();
  }

  List<String> checks() {
    var spec = migration().getSpec();
    return Stream.concat(spec.preflight().stream(), spec.verify().stream())
        .map(Check::name)
        .toList();
  }
}
