package dev.drawbridge.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which way a database is saved; exactly one is given. A backup and an export are the same in
 * that, and differ in what becomes of the file.
 */
public sealed interface WaysToSave permits Backup, Export {

  String EXACTLY_ONE_RULE =
      "[has(self.pgDump), has(self.sqlite), has(self.run)].exists_one(given, given)";
  String EXACTLY_ONE =
      "write exactly one of pgDump (PostgreSQL, by pg_dump to a claim), sqlite (a copy of the file) and run (a container"
          + " of your own)";
  String NO_VERSION_RULE = "!has(self.run) || !has(self.run.version)";

  /** A way that writes a file to a claim. */
  interface ToClaim {

    /** Null for the claim of the database itself. */
    @Nullable String claim();
  }

  /** The server's own programs, in a container. */
  interface ByPgDump extends ToClaim {

    String image();

    /** All if there are none. */
    List<String> schemas();

    /** All if there are none. */
    default List<String> tables() {
      return List.of();
    }

    PodSettings.@Nullable Resources resources();

    Map<String, Object> securityContext();

    /** A container of these programs that does {@code script}. */
    default RunStep container(String script, List<String> arguments) {
      return RunStep.ofScript(image(), script, arguments, resources(), securityContext());
    }
  }

  @Nullable ByPgDump pgDump();

  @Nullable ToClaim sqlite();

  @Nullable RunStep run();

  /**
   * The container that saves, waiting for locks as long as {@code limits} let a script wait; null
   * if ours does it.
   */
  default @Nullable RunStep container(Guardrails limits) {
    var dump = pgDump();
    return dump == null
        ? run()
        : dump.container(
            PostgresScripts.DUMP, DumpOptions.of(limits, dump.schemas(), dump.tables()));
  }

  /** The claim to which it is written; empty if a container of the user's puts it somewhere. */
  default Optional<String> claimBeside(Database database) {
    return Optional.ofNullable(pgDump() == null ? sqlite() : pgDump())
        .flatMap(way ->
            Optional.ofNullable(way.claim())
                .or(() -> Optional.ofNullable(database.sqlite()).map(Database.Sqlite::claim)));
  }

  /** Whether {@code database} is of the kind that can be saved so. */
  default boolean fits(Database database) {
    return (pgDump() == null || database.secretRef() != null)
        && (sqlite() == null || database.sqlite() != null);
  }

  /** What people call the way in which it is made. */
  default String title() {
    if (pgDump() != null) {
      return "pg_dump";
    }
    return run() == null ? "copy of the file" : MigrateStep.words(run());
  }
}
