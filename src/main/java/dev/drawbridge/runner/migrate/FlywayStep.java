package dev.drawbridge.runner.migrate;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.database.WorkingSessions;
import dev.drawbridge.runner.plan.PlannedScript;
import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.script.Script;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jspecify.annotations.Nullable;

/** One step of scripts: Flyway, configured as strictly as it can be. */
public final class FlywayStep {

  private final int place;
  private final MigrateStep.Flyway spec;
  private final List<Script> scripts;
  private final Sessions sessions;

  /**
   * @param place in spec.migrate, from 0
   */
  public FlywayStep(int place, MigrateStep.Flyway spec, List<Script> scripts, Sessions sessions) {
    this.place = place;
    this.spec = spec;
    this.scripts = scripts;
    this.sessions = sessions;
  }

  public int place() {
    return place;
  }

  /** The history as it is now. */
  public History history() {
    return History.of(configure(scripts).load().info());
  }

  /** What is wrong with the scripts in view of the history. */
  Optional<Ending> problem(History history) {
    return new HistoryRules(history, repair()).problem();
  }

  /** That a script has failed half-way, if {@code history} says so. */
  public Optional<Ending> failedScript(History history) {
    return new HistoryRules(history, repair()).failed();
  }

  /** All that it is given, undo scripts among them. */
  public List<Script> scripts() {
    return List.copyOf(scripts);
  }

  public Map<String, String> placeholders() {
    return spec.placeholders();
  }

  /** Whether the database holds something, but no history: it begins at a baseline then. */
  boolean beginsLate(History history) throws SQLException {
    if (!history.isEmpty()) {
      return false;
    }
    try (var session = sessions.open()) {
      return sessions.catalog(session, null).isUsedWithoutHistory(spec.schemas());
    }
  }

  @Nullable String baselineVersion() {
    return spec.baselineVersion();
  }

  /**
   * What {@code history} says is to be applied.
   *
   * @param baseline the version that it is going to begin at; null if it begins empty, or has begun
   */
  Pending pending(History history, @Nullable String baseline) {
    var placeholders = new Placeholders(spec.placeholders());
    var files = scripts.stream().collect(Collectors.toMap(Script::file, Function.identity()));
    var ordered = new ArrayList<Script>();
    var planned = new ArrayList<PlannedScript>();
    for (var info : history.pending()) {
      if (!isCovered(info, baseline)) {
        var script = Objects.requireNonNull(files.get(info.getScript()));
        ordered.add(script);
        planned.add(planned(info, script, placeholders));
      }
    }
    var now = history.current();
    var step = new PlannedStep.Scripts(place, schema(), baseline, now, history.applied(), planned);
    return new Pending(List.copyOf(ordered), spec.placeholders(), spec.schemas(), step);
  }

  private static boolean isCovered(MigrationInfo script, @Nullable String baseline) {
    return baseline != null
        && script.isVersioned()
        && script.getVersion().compareTo(MigrationVersion.fromVersion(baseline)) <= 0;
  }

  private static PlannedScript planned(
      MigrationInfo info, Script script, Placeholders placeholders) {
    return new PlannedScript(
        script.file(),
        info.isVersioned() ? info.getVersion().getVersion() : null,
        info.getDescription(),
        info.getChecksum(),
        script.transactional(),
        ContentDigest.ofTexts(placeholders.fill(script.text())));
  }

  /** Applies what is pending; {@code events} follows it. */
  void migrate(ScriptEvents events) {
    for (var batch : earlierBatches()) {
      // All that Flyway would validate is validated, and the target is not among these.
      configure(batch)
          .validateOnMigrate(false)
          .target(MigrationVersion.LATEST)
          .callbacks(events)
          .load()
          .migrate();
      events.tellFinished();
    }
    configure(scripts).callbacks(events).load().migrate();
  }

  private List<List<Script>> earlierBatches() {
    return ScriptBatches.areNeeded(scripts)
        ? ScriptBatches.beforeTheLast(scripts, history().pendingFiles())
        : List.of();
  }

  List<String> outsideTransactions() {
    return scripts.stream().filter(script -> !script.transactional()).map(Script::file).toList();
  }

  /** The schema that holds the history; {@code usual} if the step does not name one. */
  String historySchema(String usual) {
    return spec.schemas().isEmpty() ? usual : spec.schemas().getFirst();
  }

  /** The first schema that the step names; null if it names none. */
  public @Nullable String schema() {
    return spec.schemas().isEmpty() ? null : spec.schemas().getFirst();
  }

  /** That the target is below what {@code history} has, if it is: nothing goes back to it. */
  Optional<String> remark(History history) {
    var target = spec.target();
    var current = history.current();
    if (target == null || current == null) {
      return Optional.empty();
    }
    var isBelow =
        MigrationVersion.fromVersion(target).compareTo(MigrationVersion.fromVersion(current)) < 0;
    return isBelow
        ? Optional.of(
            "flyway.target %s is below what is applied, %s: nothing is undone."
                .formatted(target, current))
        : Optional.empty();
  }

  /** The command that takes the failed rows out of the history. */
  String repair() {
    return "delete from " + historyTable(null) + " where not success;";
  }

  /** Its history as SQL names it; {@code usual} is its schema if the step names none. */
  public String historyTable(@Nullable String usual) {
    var table = "flyway_schema_history";
    var named = schema() == null ? usual : schema();
    return named == null ? table : "\"" + named.replace("\"", "\"\"") + "\"." + table;
  }

  private FluentConfiguration configure(List<Script> given) {
    var configuration =
        Flyway.configure()
            .loggers(FlywayLog.Creator.class.getName())
            .dataSource(new WorkingSessions(sessions))
            .locations(new String[0])
            .resourceProvider(new MemoryScripts(given))
            // Without both providers Flyway would search the whole class path.
            .javaMigrationClassProvider(List::of)
            .skipDefaultCallbacks(true)
            .validateOnMigrate(true)
            .ignoreMigrationPatterns(new String[0])
            .outOfOrder(false)
            .mixed(false)
            .group(false)
            .cleanDisabled(true)
            .createSchemas(true)
            .placeholders(spec.placeholders());
    limitTo(configuration, spec.target());
    if (!spec.schemas().isEmpty()) {
      configuration.schemas(spec.schemas().toArray(String[]::new));
    }
    if (spec.baselineVersion() != null) {
      configuration.baselineOnMigrate(true).baselineVersion(spec.baselineVersion());
    }
    // Its transactional lock would block indexes that are built concurrently for ever.
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration;
  }

  private static void limitTo(FluentConfiguration configuration, @Nullable String target) {
    if (target != null) {
      configuration.configuration(
          Map.of("flyway.target", MigrationVersion.fromVersion(target).getVersion()));
    }
  }
}
