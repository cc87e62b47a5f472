package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Rollbacks save before they change anything: by the real pg_dump, and of a real file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {

  private static final String FULL = "registry.example.com/postgres:full";
  private static final String TOOL = "registry.example.com/tool:1";
  private static final String SCRIPTS =
      """
      migrate:
      - flyway:
          baselineVersion: "1"
          inline:
            V2__more.sql: "create table more (id int); insert into more values (7)"
            U2__more.sql: "drop table more"
      """;
  private static final String DUMP = "export: {pgDump: {image: \"postgres:any\", claim: forensics";

  private Stage stage;
  private SavedFirst first;
  private Postgres.Database database;
  private int tests;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    var full = "trap '' XFSZ; ulimit -f 8; exec $(PATH=${PATH#*:} command -v pg_dump) \"$@\"";
    stage =
        Stage.open(
            folder,
            Map.of(
                FULL,
                DumpPrograms.image(folder.resolve("full"), "pg_dump", full),
                TOOL,
                DumpPrograms.image(folder.resolve("tool"), "save", "echo $1; exit $2")),
            DumpPrograms.find().server());
    first = new SavedFirst(stage);
    for (var claim : List.of("backups", "forensics", "files")) {
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
  void migrated() throws Exception {
    tests++;
    database = stage.database(name(), name());
    Stage.execute(
        database,
        "create table item (id int primary key, word text); insert into item select n, md5(n::text) from generate_series(1, 2000) n");
    stage.migrate(
        name(), "backup: {pgDump: {image: \"postgres:any\", claim: backups}}\n" + SCRIPTS);
    var run = Stage.run(stage.awaitEnd(name(), 1));
    assertThat(run.outcome()).as(run.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    Stage.execute(database, "insert into more values (8)");
  }

  private String name() {
    return "lost" + tests;
  }

  private void assertUntouched() throws Exception {
    assertThat(Stage.query(database, "select id from more order by id")).containsExactly("7", "8");
  }

  @Test
  void tableThatAnUndoDropsIsSavedFirst() throws Exception {
    var back = first.takeBack(name(), "undo: {to: \"1\"}\n" + DUMP + ", tables: [public.more]}}");

    first.assertDone(back);
    assertThat(Stage.query(database, "select to_regclass('more')")).containsExactly((String) null);
    var saved = Objects.requireNonNull(back.statusOrNone().export());
    assertThat(saved.path()).startsWith("drawbridge-exports/default/" + name() + "-back/");
    assertThat(SavedFirst.rows(first.file(saved)))
        .contains("public.more", "\n7\n8\n")
        .doesNotContain("item");
    var run = Objects.requireNonNull(back.statusOrNone().run());
    assertThat(run.backup()).isNull();
    assertThat(run.timeline())
        .extracting(TimelineEntry::phase)
        .containsSubsequence("export", "export", "undo");
  }

  @Test
  void whatARestoreLosesIsSavedFirst() throws Exception {
    var back = first.takeBack(name(), "restore: {}\n" + DUMP + "}}");

    first.assertDone(back);
    assertThat(Stage.query(database, "select to_regclass('more')")).containsExactly((String) null);
    assertThat(SavedFirst.rows(first.file(Objects.requireNonNull(back.statusOrNone().export()))))
        .contains("COPY public.item", "\n7\n8\n");
  }

  @Test
  void exportOnTheClaimOfTheBackupsIsNoneOfThem() throws Exception {
    var back =
        first.takeBack(
            name(),
            "restore: {}\nexport: {pgDump: {image: \"postgres:any\", claim: backups, tables: [more]}}");

    first.assertDone(back);
    first.file(Objects.requireNonNull(back.statusOrNone().export()));
    try (Stream<Path> backups =
        Files.list(first.claim("backups").resolve("drawbridge/default/" + name()))) {
      assertThat(backups).hasSize(2);
    }
  }

  @Test
  void fullClaimEndsTheRollbackWithNothingChanged() throws Exception {
    var back =
        first.takeBack(
            name(),
            "undo: {to: \"1\"}\nexport: {pgDump: {image: \"%s\", claim: forensics}}"
                .formatted(FULL));

    assertThat(back.statusOrNone().isDone()).isFalse();
    assertThat(SavedFirst.said(back))
        .contains(
            "ExportFailed: The export (pg_dump) ended with exit code 1",
            "Nothing was changed. The claim of the export is full",
            "then create a new Rollback.");
    assertUntouched();
    assertThat(back.statusOrNone().export()).isNull();
    assertThat(first.exported(name() + "-back")).isEmpty();
  }

  @Test
  void tableThatIsNotThereEndsTheRollbackWithNothingChanged() throws Exception {
    var back = first.takeBack(name(), "restore: {}\n" + DUMP + ", tables: [mroe]}}");

    assertThat(SavedFirst.said(back))
        .contains("ExportFailed", "Nothing was changed", "A table of spec.export.pgDump.tables");
    assertUntouched();
  }

  @Test
  void ownContainerThatFailsEndsTheRollbackWithNothingChanged() throws Exception {
    var back =
        first.takeBack(
            name(),
            """
            undo: {to: "1"}
            export: {run: {image: "%s", command: [save, no bucket, "3"]}}
            """
                .formatted(TOOL));

    assertThat(SavedFirst.said(back))
        .contains(
            "ExportFailed",
            "ended with exit code 3. It said last: no bucket. Nothing was changed.",
            "then create a new Rollback.");
    assertUntouched();
  }

  @Test
  void ownContainerMaySaveBeforeOneThatChanges() throws Exception {
    var back =
        first.takeBack(
            name(),
            """
            run: {image: "%1$s", command: [save, taken back, "0"]}
            export: {run: {image: "%1$s", command: [save, '{"v":1,"subject":"rows","state":"Found","message":"2 saved"}', "0"]}}
            """
                .formatted(TOOL));

    first.assertDone(back);
    assertThat(Objects.requireNonNull(back.statusOrNone().run()).timeline())
        .extracting(entry -> entry.phase() + " " + entry.state() + " " + entry.subject())
        .anyMatch(entry -> entry.startsWith("export Started save"))
        .contains("export Found rows");
    assertThat(Objects.requireNonNull(back.statusOrNone().run()).timeline())
        .extracting(TimelineEntry::phase)
        .containsSubsequence("export", "export", "migrate");
  }

  @Test
  void nothingIsSavedBeforeAnUndoThatCannotBe() throws Exception {
    Stage.execute(database, "update flyway_schema_history set version = '3' where version = '2'");

    var back = first.takeBack(name(), "undo: {to: \"1\"}\n" + DUMP + "}}");

    assertThat(back.statusOrNone().isDone()).as(SavedFirst.said(back)).isFalse();
    assertThat(first.exported(name() + "-back")).isEmpty();
    assertUntouched();
  }

  @Test
  void exportOfAnotherKindOfDatabaseIsRefused() throws Exception {
    var back = first.takeBack(name(), "undo: {to: \"1\"}\nexport: {sqlite: {}}");

    assertThat(SavedFirst.said(back))
        .contains(
            "UnsupportedSpec: spec.export.sqlite is for a SQLite file", "Nothing was changed");
    assertUntouched();
  }

  @Test
  void fileIsCopiedBeforeItIsUndone() throws Exception {
    var file = new SqliteFile(first.claim("files").resolve("app.db"));
    file.execute("create table item (id int)");
    var name = "file" + tests;
    stage.apply(
        Serialization.unmarshal(
            """
            apiVersion: drawbridge.dev/v1alpha1
            kind: Migration
            metadata: {name: %s, namespace: default}
            spec:
              database: {sqlite: {claim: files, path: app.db}}
              migrate:
              - flyway:
                  baselineVersion: "1"
                  inline: {V2__more.sql: "create table more (id int);", U2__more.sql: "drop table more;"}
            """
                .formatted(name),
            Migration.class));
    var run = Stage.run(stage.awaitEnd(name, 1));
    assertThat(run.outcome()).as(run.message() + stage.logs()).isEqualTo(Run.VERIFIED);
    file.execute("insert into more values (9)");

    var back = first.takeBack(name, "undo: {to: \"1\"}\nexport: {sqlite: {}}");

    first.assertDone(back);
    var saved = first.file(Objects.requireNonNull(back.statusOrNone().export()));
    assertThat(new SqliteFile(saved).query("select id from more")).containsExactly("9");
    assertThat(file.query("select name from sqlite_schema where name = 'more'")).isEmpty();
  }
}
