package dev.drawbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/**
 * Flyway as people use it without us, with its defaults: a folder of scripts and a database. The
 * same scripts can be given to a run of ours.
 */
final class PlainFlyway {

  private final TestDatabase database;
  private final Path folder;
  private final @Nullable String schema;
  private final TreeMap<String, String> scripts = new TreeMap<>();
  private boolean keepsLockInSession;

  /**
   * @param folder empty, and the test's own
   * @param schema the one that is configured; null where none is
   */
  PlainFlyway(TestDatabase database, Path folder, @Nullable String schema) {
    this.database = database;
    this.folder = folder;
    this.schema = schema;
  }

  /** Adds a script, or changes it. */
  PlainFlyway script(String file, String sql) throws IOException {
    scripts.put(file, sql);
    Files.writeString(Files.createDirectories(folder).resolve(file), sql);
    return this;
  }

  /** Its default would make it wait for itself at each index that is built concurrently. */
  PlainFlyway keepingLockInSession() {
    keepsLockInSession = true;
    return this;
  }

  FluentConfiguration configuration() {
    var configuration =
        Flyway.configure()
            .dataSource(database.url(), database.name(), TestDatabase.PASSWORD)
            .locations("filesystem:" + folder);
    if (keepsLockInSession) {
      configuration
          .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
          .setTransactionalLock(false);
    }
    return schema == null ? configuration : configuration.schemas(schema);
  }

  int migrate() {
    return configuration().load().migrate().migrationsExecuted;
  }

  /** Throws if a script does not fit the history, or is not applied. */
  void validate() {
    configuration().load().validate();
  }

  /** What its command info shows of each script: version or R, and state. */
  List<String> info() {
    return Arrays.stream(configuration().load().info().all())
        .map(script ->
            (script.getVersion() == null ? script.getDescription() : script.getVersion())
                + " "
                + script.getState().getDisplayName())
        .toList();
  }

  /** All of the history but when, how long and by whom, which no two runs share. */
  List<String> history() {
    return database.query(
        "select concat_ws(' ', installed_rank, coalesce(version, '-'), type, script, description, coalesce(checksum::text, '-'), success) from %sflyway_schema_history order by installed_rank"
            .formatted(schema == null ? "" : "\"" + schema + "\"."));
  }

  /** Gives our run the same scripts. */
  RunnerProcess handTo(RunnerProcess run) {
    scripts.forEach(run::script);
    return run.spec("{\"migrate\": [{\"flyway\": {%s}}]}".formatted(fields()));
  }

  private String fields() {
    return Stream.of("\"configMaps\": [\"sql\"]", schemas())
        .filter(field -> !field.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String schemas() {
    return schema == null ? "" : "\"schemas\": [\"%s\"]".formatted(schema);
  }
}
