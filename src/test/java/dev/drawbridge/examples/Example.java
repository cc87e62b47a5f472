package dev.drawbridge.examples;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * A folder of {@code manifests/examples} as the resources that {@code kubectl apply} would send.
 */
record Example(ConfigMap scripts, Migration migration, Deployment deployment) {

  static Example read(String name) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("manifests", "examples", name))) {
      var resources =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .flatMap(file -> resources(file).stream())
              .toList();
      return new Example(
          only(resources, ConfigMap.class),
          only(resources, Migration.class),
          only(resources, Deployment.class));
    }
  }

  private static List<HasMetadata> resources(Path file) {
    var serialization = new KubernetesSerialization();
    serialization.registerKubernetesResource(Migration.class);
    try (var stream = Files.newInputStream(file)) {
      Object read = serialization.unmarshal(stream);
      return read instanceof List<?> several
          ? several.stream().map(HasMetadata.class::cast).toList()
          : List.of((HasMetadata) read);
    } catch (IOException unreadable) {
      throw new IllegalStateException(file + " cannot be read", unreadable);
    }
  }

  private static <T> T only(List<HasMetadata> resources, Class<T> type) {
    var found = resources.stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "one " + type.getSimpleName() + " expected, found " + found.size());
    }
    return found.getFirst();
  }

  /** Applies the scripts as the Migration's one step asks for. */
  MigrateResult applyTo(DataSource database) throws IOException {
    var directory = Files.createTempDirectory("scripts");
    var files = new ArrayList<Path>();
    try {
      for (var script : scripts.getData().entrySet()) {
        files.add(Files.writeString(directory.resolve(script.getKey()), script.getValue()));
      }
      return migrate(database, directory);
    } finally {
      for (var file : files) {
        Files.delete(file);
      }
      Files.delete(directory);
    }
  }

  private MigrateResult migrate(DataSource database, Path directory) {
    var step = Objects.requireNonNull(migration.getSpec().migrate().getFirst().flyway());
    var configuration =
        Flyway.configure().dataSource(database).locations("filesystem:" + directory);
    if (!step.schemas().isEmpty()) {
      configuration.schemas(step.schemas().toArray(String[]::new));
    }
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load().migrate();
  }
}
