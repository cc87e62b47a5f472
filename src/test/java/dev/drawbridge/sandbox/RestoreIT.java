package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are put back: a real dump in a real server, and a real file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIT {

  private static final String BEFORE =
      """
      create schema app;
      create type mood as enum ('good', 'bad');
      create table item (id serial primary key, mood mood, word text);
      insert into item (mood, word) select 'good', md5(n::text) from generate_series(1, 500) n;
      create view good as select * from item where mood = 'good';
      create table app.line (item int references item);
      insert into app.line values (1);
      """;
  private static final String SCRIPTS =
      """
      migrate:
      - flyway:
          baselineVersion: "1"
          inline:
            V2__more.sql: "create table more (id int references item); alter table item add column extra int; drop table app.line"
      """;

  private Stage stage;
  private Postgres.Database database;
  private int tests;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    var programs = DumpPrograms.find();
    stage = Stage.open(folder, Map.of(), programs.server());
    for (var claim : List.of("backups", "files")) {
      stage.claim(claim);
    }
  }

  @AfterAll
  void close() {
    if (stage != null) {
      stage.close();
    }
  }

  @BeforeEach
  void newDatabase() throws Exception {
    tests++;
    database = stage.database(name(), name());
    Stage.execute(database, BEFORE);
  }

  private String name() {
    return "back" + tests;
  }

  private Run migrate(String backup, String more, int runs) {
    stage.migrate(name(), backup + SCRIPTS + more);
    return Stage.run(stage.awaitEnd(name(), runs));
  }

  private Run migrate() {
    var run = migrate("backup: {pgDump: {image: \"postgres:any\", claim: backups}}\n", "", 1);
    assertThat(run.outcome()).as(run.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    return run;
  }

  /** What becomes of a Rollback that puts the backup back. */
  private Rollback restore(String name, String migration) {
    var asked =
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Rollback
            metadata: {name: %s}
            spec: {migration: %s, reason: wrong numbers, restore: {}}
            """
                .formatted(name, migration),
            Rollback.class);
    stage.apply(asked);
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                Objects.requireNonNull(
                    stage.cluster().client().resource(asked).inNamespace(Example.NAMESPACE).get()),
            Rollback::isOver);
  }

  private static String said(Rollback rollback) {
    return rollback.statusOrNone().conditions().stream()
        .map(condition -> condition.reason() + ": " + condition.message())
        .collect(Collectors.joining("\n"));
  }

  private static String phase(Rollback rollback) {
    return Objects.requireNonNull(rollback.statusOrNone().phase()).word();
  }

  /** All of the database, as pg_dump tells it. */
  private String contents() throws Exception {
    var builder =
        new ProcessBuilder(
            "pg_dump",
            "--host=127.0.0.1",
            "--port=" + database.port(),
            "--username=" + name(),
            "--dbname=" + name());
    builder.environment().put("PGPASSWORD", database.secret().get("password"));
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text.lines()
        .filter(line -> !line.contains("restrict "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void databaseIsExactlyWhatItWasAndCanBeMigratedAgain() throws Exception {
    var before = contents();
    migrate();
    Stage.execute(
        database,
        "create schema later; create table later.other (id int); create function f() returns int language sql as 'select 1'; update item set word = ''; drop view good");

    var back = restore(name(), name());

    assertThat(phase(back)).as(said(back) + stage.logs()).isEqualTo("RolledBack");
    assertThat(contents()).isEqualTo(before);
    var again =
        migrate(
            "backup: {pgDump: {image: \"postgres:any\", claim: backups}}\n", "release: again\n", 2);
    assertThat(again.outcome()).as(again.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    assertThat(again.to()).isEqualTo("2");
  }

  @Test
  void databaseThatSomebodyElseUsesIsLeftAlone() throws Exception {
    migrate();
    var before = contents();
    try (var application = database.connect();
        var statement = application.createStatement()) {
      statement.execute("set application_name = 'orders-api'");

      var back = restore(name(), name());

      assertThat(phase(back)).as(stage.logs()).isEqualTo("Failed");
      assertThat(said(back)).contains("StillConnected", "orders-api of user " + name());
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void fileThatHasChangedSinceIsNotPutBack() throws Exception {
    var saved = Objects.requireNonNull(migrate().backup());
    var before = contents();
    var file = stage.cluster().node().claim(Example.NAMESPACE, "backups").resolve(saved.path());
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2]++;
    Files.write(file, bytes);

    var back = restore(name(), name());

    assertThat(phase(back)).as(stage.logs()).isEqualTo("Failed");
    assertThat(said(back)).contains("UnfitBackup", "checksum", saved.sha256());
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void dumpOfAnotherDatabaseIsNotPutBack() throws Exception {
    var saved = Objects.requireNonNull(migrate().backup());
    var before = contents();
    var file = stage.cluster().node().claim(Example.NAMESPACE, "backups").resolve(saved.path());
    var manifest = file.resolveSibling(file.getFileName().toString().replace(".dump", ".json"));
    var words = Files.readString(manifest);
    assertThat(words).contains("\"" + name() + "\"");
    Files.writeString(manifest, words.replace("\"" + name() + "\"", "\"another\""));

    var back = restore(name(), name());

    assertThat(phase(back)).as(stage.logs()).isEqualTo("Failed");
    assertThat(said(back))
        .contains("UnfitBackup", "is of the database another", "Nothing was changed");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void runWithoutABackupCannotBePutBack() {
    migrate("", "", 1);

    var back = restore(name(), name());

    assertThat(phase(back)).isEqualTo("Failed");
    assertThat(said(back)).contains("NothingToRollBack", "no backup", "Nothing was changed");
  }

  @Test
  void fileIsSavedBesideItAndPutBackWhereItIsOpen() throws Exception {
    var claim = stage.cluster().node().claim(Example.NAMESPACE, "files");
    var file = new SqliteFile(claim.resolve("app.db"));
    file.execute("create table item (id int, word text); insert into item values (1, 'a')");
    stage.apply(
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Migration
            metadata: {name: %s, namespace: default}
            spec:
              database: {sqlite: {claim: files, path: app.db}}
              backup: {sqlite: {}}
              migrate:
              - flyway: {baselineVersion: "1", inline: {V2__more.sql: "create table more (id int); update item set word = 'b';"}}
            """
                .formatted("file" + tests),
            dev.drawbridge.api.Migration.class));
    var run = Stage.run(stage.awaitEnd("file" + tests, 1));
    assertThat(run.outcome()).as(run.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    var saved = Objects.requireNonNull(run.backup(), run.timeline().toString());
    assertThat(new SqliteFile(claim.resolve(saved.path())).query("select word from item"))
        .containsExactly("a");
    assertThat(file.query("select word from item")).containsExactly("b");

    var back = restore("file" + tests, "file" + tests);

    assertThat(phase(back)).as(said(back) + stage.logs()).isEqualTo("RolledBack");
    assertThat(file.query("select word from item")).containsExactly("a");
    assertThat(file.query("select name from sqlite_schema where type = 'table'"))
        .containsExactly("item");
  }
}
