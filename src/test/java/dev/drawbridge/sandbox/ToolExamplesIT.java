package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that use tools, from end to end, with the tools of this machine. */
class ToolExamplesIT {

  @TempDir Path folder;

  private static void assertVerified(Stage stage, MigrationStatus status) {
    assertThat(Stage.run(status).outcome())
        .as(Stage.run(status).message() + "\n" + Stage.run(status).logTail() + stage.logs())
        .isEqualTo(Run.VERIFIED);
  }

  @Test
  void stateOfThreeTablesIsConsolidatedAfterADryRun() throws Exception {
    try (var stage = Stage.open(folder)) {
      var example = AppliedExample.prepare(stage, "consolidation");
      example.apply();

      var status = example.awaitEnd(1);

      assertVerified(stage, status);
      assertThat(Stage.told(status, "migrate"))
          .containsSubsequence(
              "Applied 2 pipeline state",
              "Found stage ingest: 100 items, then ROLLBACK",
              "Applied step 2, sh /tools/consolidate.sh --dry-run: exit code 0",
              "Found stage ingest: 100 items, then COMMIT",
              "Found stage publish: 450 items, then COMMIT",
              "Found work_queue: 450 entries cleared, then COMMIT",
              "Applied step 3, sh /tools/consolidate.sh: exit code 0");
      assertThat(
              Stage.query(
                  example.database(),
                  "select count(*) from content_item_pipeline_state where transcode_status = 'failed'"))
          .containsExactly("90");
      example.awaitRelease();
      stage.apply(hurried(example.folder().resolve("cleanup")));

      assertVerified(stage, stage.awaitEnd("pipeline-cleanup", 1));
      assertThat(Stage.query(example.database(), "select to_regclass('transcode_state')"))
          .containsExactly((String) null);
    }
  }

  /** With a soak time that a test can wait for. */
  private static Migration hurried(Path folder) throws Exception {
    var migration = Manifests.at(folder).getFirst().as(Migration.class);
    var name = migration.getSpec().dependsOn().getFirst().name();
    migration.setSpec(
        SpecDraft.of(migration.getSpec()).dependsOn(List.of(new Dependency(name, "1s"))).spec());
    return migration;
  }

  @Test
  void duplicateKeysKeepTheStateWhereItIs() throws Exception {
    try (var stage = Stage.open(folder)) {
      var example = AppliedExample.prepare(stage, "consolidation");
      Stage.execute(
          example.database(), "insert into publish_state select * from publish_state limit 1");
      example.apply();

      var status = example.awaitEnd(1);

      assertThat(Stage.run(status).reason()).isEqualTo("PreflightFailed");
      assertThat(Stage.run(status).message()).contains("duplicate keys", "Nothing was applied");
      assertThat(example.isHeld()).isTrue();
    }
  }

  @Test
  void sameImageFailsClosedAndGoesOnWhenTheCauseIsGone() throws Exception {
    try (var stage = Stage.open(folder)) {
      var example = AppliedExample.prepare(stage, "same-image");
      try (var other = example.database().connect();
          var statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table cart in access exclusive mode");
        example.apply();
        var failed = example.awaitEnd(1);

        assertThat(Stage.run(failed).reason()).as(stage.logs()).isEqualTo("StepFailed");
        assertThat(Stage.run(failed).message()).contains("lock timeout");
        assertThat(Stage.run(failed).logTail()).contains("lock timeout");
        assertThat(Stage.query(example.database(), "select to_regclass('coupon')"))
            .containsExactly((String) null);
        assertThat(example.isHeld()).isTrue();
      }
      example.retry();
      var status = example.awaitEnd(2);

      assertVerified(stage, status);
      assertThat(Objects.requireNonNull(status.verified()).releases()).containsExactly("4f2c1e9");
      example.awaitRelease();
    }
  }

  @Test
  void alembicTakesTheQueueToItsHead() throws Exception {
    var image = ToolImages.alembic();
    var images = Map.of("registry.example.com/queue-migrations:7", image);
    try (var stage = Stage.open(folder, images)) {
      var example = AppliedExample.prepare(stage, "alembic");
      alembic(example, image, "upgrade", "7c41d0e5a2b3");
      example.apply();

      var status = example.awaitEnd(1);

      assertVerified(stage, status);
      assertThat(Objects.requireNonNull(status.verified()).version()).isEqualTo("ae1027a6acf0");
      assertThat(stage.logs()).contains("CREATE TABLE distributed_lock", "COMMIT;");
      assertThat(Stage.told(status, "migrate"))
          .contains("Started step 1, alembic upgrade head: from version 7c41d0e5a2b3");
      assertThat(Stage.told(status, "verify"))
          .contains(
              "Passed head is all there is: found exit code 0, expected exit code 0",
              "Passed lock is refused to another: found f, expected f");
      example.awaitRelease();

      var back = example.rollBack("downgrade").statusOrNone();

      assertThat(back.phase()).as(back + stage.logs()).isEqualTo(Phase.ROLLED_BACK);
      assertThat(Stage.query(example.database(), "select version_num from alembic_version"))
          .containsExactly("7c41d0e5a2b3");
      assertThat(example.isHeld()).isTrue();
    }
  }

  @Test
  void upgradeIsSignedByThreeBeforeItIsApplied() throws Exception {
    var image = ToolImages.alembic();
    var signed = only(Path.of("manifests/examples/alembic-sign-off/alembic.yaml"));
    var name = Objects.requireNonNull(signed.getSpec().migrate().getFirst().run()).image();
    try (var stage = Stage.open(folder, Map.of(name, image))) {
      var example = AppliedExample.prepare(stage, "alembic-sign-off");
      alembic(example, image, "upgrade", "7c41d0e5a2b3");
      example.apply();
      var waiting = stage.await("queue", status -> status.phase() == Phase.AWAITING_APPROVAL);
      var digest = Objects.requireNonNull(waiting.plan()).digest();

      stage.approve("queue", "dba", digest, "alice");
      stage.approve("queue", "ops", digest, "bob");
      assertThat(Stage.query(example.database(), "select version_num from alembic_version"))
          .containsExactly("7c41d0e5a2b3");
      assertThat(example.isHeld()).isTrue();
      stage.approve("queue", "lead", digest, "lee");

      var status = example.awaitEnd(2);
      assertVerified(stage, status);
      assertThat(Stage.run(status).approvedBy()).isEqualTo("alice as dba, bob as ops, lee as lead");
      example.awaitRelease();
    }
  }

  private static Migration only(Path file) throws Exception {
    return Manifests.at(file).getFirst().as(Migration.class);
  }

  /** By hand, as somebody has done before the example begins. */
  private void alembic(AppliedExample<Postgres.Database> example, Path image, String... words)
      throws Exception {
    var secret = example.database().secret();
    var service = folder.resolve("service");
    Files.writeString(
        service,
        "[drawbridge]\nhost=%s\nport=%s\ndbname=%s\nuser=%s\npassword=%s\n"
            .formatted(
                secret.get("host"),
                secret.get("port"),
                secret.get("database"),
                secret.get("username"),
                secret.get("password")));
    var command = new ArrayList<>(List.of(image.resolve("bin/alembic").toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).directory(image.resolve("app").toFile()).inheritIO();
    builder.environment().put("PGSERVICEFILE", service.toString());
    var process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void knexConnectsByTheSecretAndLeavesNoLock() throws Exception {
    var images = Map.of("registry.example.com/article-migrations:7", ToolImages.knex());
    try (var stage = Stage.open(folder, images)) {
      var example = AppliedExample.prepare(stage, "knex");
      example.apply();

      var status = example.awaitEnd(1);

      assertVerified(stage, status);
      assertThat(Objects.requireNonNull(status.verified()).version())
          .isEqualTo("20261121_article_status.js");
      assertThat(Stage.told(status, "migrate")).contains("Applied articles: they have a status");
      example.awaitRelease();
    }
  }
}
