package dev.drawbridge.law;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Inputs;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Migrations as they are stored, and the ConfigMaps that they name. */
final class PlayedMigrations {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<String> VERSIONS = List.of("7", "8", "9");
  private static final List<String> RELEASES = List.of("blue", "green");

  private static final MigrationSpec SPEC =
      SpecDraft.of(new Database(new Database.SecretRef("db", Map.of()), null, null))
          .migrate(
              List.of(
                  new MigrateStep(
                      new MigrateStep.Flyway(
                          List.of("sql"), null, Map.of(), null, List.of(), Map.of(), null),
                      null)))
          .spec();

  private final Map<String, Migration> stored = new HashMap<>();
  private int changes;
  private int runs;

  Map<String, Migration> all() {
    return Map.copyOf(stored);
  }

  Optional<Migration> find(String name) {
    return Optional.ofNullable(stored.get(name));
  }

  /** What a run of {@code migration} would be made of now. */
  Inputs inputs(Migration migration) {
    return Inputs.of(
        migration, name -> Optional.of(new Inputs.Content("content-" + changes, Optional.empty())));
  }

  void perform(Step step) {
    var number = step.number();
    var name = Manifest.MIGRATIONS.get(number % 5 == 0 ? 1 : 0);
    switch (step.kind()) {
      case MIGRATION_APPLIED -> apply(name);
      case SCRIPTS_CHANGED -> changes++;
      case MIGRATION_RUNS -> run(name);
      case MIGRATION_VERIFIED -> verify(name, number % 4, number / 4 % 3);
      case MIGRATION_FAILED -> fail(name);
      case MIGRATION_ROLLED_BACK -> rollBack(name, number % 2, 0);
      case MIGRATION_BEING_DELETED -> beginDeletion(name);
      case MIGRATION_GONE -> stored.remove(name);
      case WRITE,
          CREATE,
          CREATE_WITHOUT_LABEL,
          RESTORE_A_COPY,
          DELETE,
          DELETE_SLOWLY,
          OPERATOR_DIES,
          OPERATOR_STARTS,
          OPERATOR_SEES_DEPLOYMENT,
          OPERATOR_SEES_MIGRATIONS,
          OPERATOR_LOOKS,
          OPERATOR_LETS_GO,
          OPERATOR_LOOKS_AND_LETS_GO,
          CONTROLLER_ACTS,
          REPLICA_SETS_ACT,
          POD_DIES ->
          throw new IllegalArgumentException(step + " is not about Migrations");
    }
  }

  /** All that anybody asks for is verified, by a Migration that is as new. */
  void verifyAll(String name) {
    stored.remove(name);
    apply(name);
    verify(name, VERSIONS.size(), RELEASES.size());
  }

  private void apply(String name) {
    var generation = find(name).map(PlayedMigrations::generation).orElse(0L);
    put(name, generation + 1, false, find(name).map(Migration::getStatus).orElse(null));
  }

  /** A run begins: it says nothing about what was verified before. */
  private void run(String name) {
    find(name).ifPresent(migration -> status(migration, verified(migration), run(migration)));
  }

  private void fail(String name) {
    find(name)
        .ifPresent(migration -> status(migration, verified(migration), end(migration, Run.FAILED)));
  }

  /** A run ends well, and finds the first of all versions and releases applied. */
  private void verify(String name, int versions, int releases) {
    find(name)
        .ifPresent(migration -> {
          var run = end(migration, Run.VERIFIED);
          status(migration, verified(migration, run, versions, releases), run);
        });
  }

  /** What was verified is lowered: first of all, as a rollback does. */
  private void rollBack(String name, int versions, int releases) {
    find(name)
        .ifPresent(migration -> {
          var run = migration.statusOrNone().run();
          var verified = run == null ? null : verified(migration, run, versions, releases);
          status(migration, verified, run == null ? null : end(migration, Run.FAILED));
        });
  }

  private void beginDeletion(String name) {
    find(name)
        .ifPresent(migration -> put(name, generation(migration), true, migration.getStatus()));
  }

  private static long generation(Migration migration) {
    return migration.getMetadata().getGeneration();
  }

  private static @Nullable Verified verified(Migration migration) {
    return migration.statusOrNone().verified();
  }

  private Verified verified(Migration migration, Run run, int versions, int releases) {
    var applied = VERSIONS.subList(0, versions);
    return new Verified(
        applied.isEmpty() ? null : applied.getLast(),
        applied,
        null,
        RELEASES.subList(0, releases),
        null,
        null,
        run.id(),
        run.inputs(),
        generation(migration),
        NOW);
  }

  private Run run(Migration migration) {
    var digest = inputs(migration) instanceof Inputs.Ready(var known, var _) ? known : "";
    var origin =
        new Run.Origin(null, digest, null, generation(migration), null, null, null, null, null);
    return Run.begun("run-" + ++runs, origin, "job-" + runs, NOW);
  }

  private Run end(Migration migration, String outcome) {
    var end = new Run.End(outcome, outcome, "", null, null, null, NOW, "1s", null, null);
    return run(migration).ended(end);
  }

  private void status(Migration migration, @Nullable Verified verified, @Nullable Run run) {
    var status =
        new MigrationStatus(
            generation(migration),
            null,
            List.of(),
            verified,
            null,
            run,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null);
    put(
        migration.getMetadata().getName(),
        generation(migration),
        migration.isMarkedForDeletion(),
        status);
  }

  private void put(
      String name, long generation, boolean beingDeleted, @Nullable MigrationStatus status) {
    var migration = new Migration();
    migration.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(PlayedApiServer.NAMESPACE)
            .withName(name)
            .withGeneration(generation)
            .withDeletionTimestamp(beingDeleted ? NOW.toString() : null)
            .build());
    migration.setSpec(SPEC);
    migration.setStatus(status);
    stored.put(name, migration);
  }
}
