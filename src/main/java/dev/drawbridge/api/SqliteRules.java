package dev.drawbridge.api;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a spec must not ask of SQLite. The API server refuses it by the rules of {@link
 * MigrationSpec}; a server without these lets it pass.
 */
final class SqliteRules {

  static final String ONE_STEP =
      "SQLite has one schema in a file, so one history of scripts: write one flyway step, with all scripts in it";
  static final String ONE_STEP_RULE =
      "!has(self.database.sqlite) || self.migrate.filter(step, has(step.flyway)).size() <= 1";

  static final String NO_SCHEMAS =
      "SQLite has no schemas: leave out flyway.schemas, and write names without a schema";
  static final String NO_SCHEMAS_RULE =
      "!has(self.database.sqlite) || !self.migrate.exists(step, has(step.flyway) && has(step.flyway.schemas))";

  static final String NO_FUNCTIONS =
      "SQLite keeps no functions: leave out schema.functions, and check tables, columns and indexes";
  private static final String FUNCTIONS =
      ".exists(one, has(one.schema) && has(one.schema.functions))";
  static final String NO_FUNCTIONS_RULE =
      "!has(self.database.sqlite) || !((has(self.preflight) && self.preflight"
          + FUNCTIONS
          + ") || (has(self.verify) && self.verify"
          + FUNCTIONS
          + ") || (has(self.smoke) && self.smoke.checks"
          + FUNCTIONS
          + ") || (has(self.monitor) && self.monitor.checks"
          + FUNCTIONS
          + ") || (has(self.rollback) && has(self.rollback.verify) && self.rollback.verify"
          + FUNCTIONS
          + "))";

  static final String NO_REHEARSAL =
      "SQLite has one lock for all of a file, so a rehearsal shows nothing: leave out guardrails.rehearse";
  static final String NO_REHEARSAL_RULE =
      "!has(self.database.sqlite) || !(has(self.guardrails) && has(self.guardrails.rehearse) && self.guardrails.rehearse)";

  private SqliteRules() {}

  static Stream<String> problems(MigrationSpec spec) {
    var sqlite = spec.database().sqlite();
    if (sqlite == null) {
      return Stream.empty();
    }
    var path =
        sqlite.hasGoodPath()
            ? Stream.<String>empty()
            : Stream.of(
                "spec.database.sqlite.path is \"%s\": %s"
                    .formatted(sqlite.path(), Database.Sqlite.PATH_MESSAGE));
    var rehearsal =
        spec.limits().rehearsesFirst()
            ? Stream.of("spec.guardrails.rehearse: " + NO_REHEARSAL)
            : Stream.<String>empty();
    return Stream.of(path, steps(spec), checks(spec), rehearsal).flatMap(problems -> problems);
  }

  private static Stream<String> steps(MigrationSpec spec) {
    var scripts =
        spec.migrate().stream().map(MigrateStep::flyway).filter(Objects::nonNull).toList();
    var schemas = scripts.stream().anyMatch(flyway -> !flyway.schemas().isEmpty());
    if (scripts.size() > 1) {
      return Stream.of("spec.migrate: " + ONE_STEP);
    }
    return schemas ? Stream.of("spec.migrate: " + NO_SCHEMAS) : Stream.empty();
  }

  private static Stream<String> checks(MigrationSpec spec) {
    return allOf(spec)
        .filter(check -> check.schema() != null && !check.schema().functions().isEmpty())
        .map(check -> "the check \"%s\": %s".formatted(check.name(), NO_FUNCTIONS));
  }

  private static Stream<Check> allOf(MigrationSpec spec) {
    return Stream.of(
            spec.preflight().stream(),
            spec.verify().stream(),
            Stream.ofNullable(spec.smoke()).flatMap(smoke -> smoke.checks().stream()),
            Stream.ofNullable(spec.monitor()).flatMap(monitor -> monitor.checks().stream()),
            Stream.ofNullable(spec.rollback()).flatMap(back -> back.verify().stream()))
        .flatMap(checks -> checks);
  }
}
