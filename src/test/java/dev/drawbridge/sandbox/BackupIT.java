package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Backup;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.sandbox.postgres.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
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

/** Dumps of a real database by the real pg_dump, from the spec to the file on the claim. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupIT {

  private static final String IMAGE = "registry.example.com/postgres:any";
  private static final String FULL = "registry.example.com/postgres:full";
  private static final String KILLED = "registry.example.com/postgres:killed";

  private DumpPrograms programs;
  private Stage stage;
  private Postgres.Database database;
  private int tests;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    programs = DumpPrograms.find();
    var full = "trap '' XFSZ; ulimit -f 8; exec $(PATH=${PATH#*:} command -v pg_dump) \"$@\"";
    var killed = "$(PATH=${PATH#*:} command -v pg_dump) \"$@\"; kill -9 $PPID";
    stage =
        Stage.open(
            folder,
            Map.of(
                FULL, DumpPrograms.image(folder.resolve("full"), "pg_dump", full),
                KILLED, DumpPrograms.image(folder.resolve("killed"), "pg_dump", killed)),
            programs.server());
    stage.claim("backups");
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
    Stage.execute(
        database,
        "create table item (id int primary key, word text); insert into item select n, md5(n::text) from generate_series(1, 2000) n");
  }

  private String name() {
    return "saved" + tests;
  }

  private Path folder() {
    return stage
        .cluster()
        .node()
        .claim(Example.NAMESPACE, "backups")
        .resolve("drawbridge/default/" + name());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder())) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /**
   * @param version of the only script
   */
  private void apply(String image, int version, String more) {
    stage.migrate(
        name(),
        """
        backup:
          pgDump: {image: "%s", claim: backups}
          %s
        migrate:
        - flyway:
            baselineVersion: "0"
            inline: {%s}
        """
            .formatted(image, more, scripts(version)));
  }

  private static String scripts(int version) {
    return Stream.iterate(1, n -> n + 1)
        .limit(version)
        .map(n -> "V%d__more.sql: \"create table more%d (id int)\"".formatted(n, n))
        .collect(java.util.stream.Collectors.joining(", "));
  }

  private MigrationStatus migrate(String image, int version, int runs) {
    apply(image, version, "keep: 1");
    return stage.awaitEnd(name(), runs);
  }

  private static Backup backup(MigrationStatus status) {
    var run = Stage.run(status);
    return Objects.requireNonNull(run.backup(), run.message() + run.timeline());
  }

  private void assertVerified(MigrationStatus status) {
    assertThat(Stage.run(status).outcome())
        .as(Stage.run(status).message() + Stage.run(status).logTail() + stage.logs())
        .isEqualTo(Run.VERIFIED);
  }

  private static String output(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void databaseIsSavedAndReadBackBeforeItIsChanged() throws Exception {
    var status = migrate(IMAGE, 1, 1);

    assertVerified(status);
    var saved = backup(status);
    var file = folder().resolve(Stage.run(status).id() + ".dump");
    assertThat(saved.claim()).isEqualTo("backups");
    assertThat(saved.path()).isEqualTo("drawbridge/default/%s/%s", name(), file.getFileName());
    assertThat(saved.bytes()).isEqualTo(Files.size(file)).isGreaterThan(2000);
    assertThat(saved.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
    assertThat(files())
        .containsExactly(file.getFileName().toString(), Stage.run(status).id() + ".json");
    assertThat(output("pg_restore", "--list", file.toString()))
        .contains("TABLE DATA public item")
        .doesNotContain("more1");
    assertThat(Stage.run(status).timeline())
        .extracting(TimelineEntry::phase)
        .containsSubsequence("preflight", "backup", "migrate");
    assertThat(Stage.told(status, "backup"))
        .anySatisfy(line -> assertThat(line).startsWith("Applied pg_dump: 1 table, "));
  }

  @Test
  void runThatChangesNothingSavesNothing() throws Exception {
    assertVerified(migrate(IMAGE, 1, 1));
    var before = files();
    apply(IMAGE, 1, "keep: 2");

    var status = stage.awaitEnd(name(), 2);

    assertVerified(status);
    assertThat(Stage.run(status).backup()).isNull();
    assertThat(Stage.told(status, "backup"))
        .containsExactly("Skipped pg_dump: nothing is going to be changed");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void olderOnesGoButNeverThatOfTheRunThatWasVerifiedLast() throws Exception {
    migrate(IMAGE, 1, 1);
    migrate(IMAGE, 2, 2);
    assertThat(files()).hasSize(4);

    var status = migrate(IMAGE, 3, 3);

    assertVerified(status);
    var verifiedBefore = status.history().stream().map(PastRun::id).findFirst().orElseThrow();
    assertThat(files())
        .containsExactlyInAnyOrder(
            Stage.run(status).id() + ".dump",
            Stage.run(status).id() + ".json",
            verifiedBefore + ".dump",
            verifiedBefore + ".json");
    assertThat(status.history().getFirst().backup()).isNotNull();
  }

  @Test
  void tableThatMayNotBeReadStopsTheRun() throws Exception {
    try (var admin = stage.superuser(name());
        var statement = admin.createStatement()) {
      statement.execute("create schema secret; create table secret.other (id int)");
    }

    var run = Stage.run(migrate(IMAGE, 1, 1));

    assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("BackupFailed");
    assertThat(run.message())
        .contains("permission denied for", "Nothing was changed", "pg_read_all_data");
    assertThat(Stage.query(database, "select to_regclass('more1')")).containsExactly((String) null);
    assertThat(files()).isEmpty();
  }

  @Test
  void fullClaimStopsTheRunAndIsNotLeftFull() throws Exception {
    var run = Stage.run(migrate(FULL, 1, 1));

    assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("BackupFailed");
    assertThat(run.message()).contains("claim of the backup is full", "Nothing was changed");
    assertThat(Stage.query(database, "select to_regclass('more1')")).containsExactly((String) null);
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAKilledDumpHasLeftIsNoBackupAndGoes() throws Exception {
    var killed = Stage.run(migrate(KILLED, 1, 1));
    assertThat(killed.reason()).as(killed.message() + stage.logs()).isEqualTo("BackupFailed");
    assertThat(killed.backup()).isNull();
    assertThat(files()).containsExactly(killed.id() + ".dump.part");

    var status = migrate(IMAGE, 1, 2);

    assertVerified(status);
    assertThat(files())
        .containsExactly(Stage.run(status).id() + ".dump", Stage.run(status).id() + ".json");
  }

  @Test
  void programThatIsOlderThanTheServerIsToldSo(@TempDir Path folder) throws Exception {
    programs.requireOlderThanNewestServer();
    try (var newer = Postgres.start(folder.resolve("newer"))) {
      database = stage.database(newer, "newer", "newer");
      stage.migrate(
          "newer",
          "backup: {pgDump: {image: \"%s\", claim: backups}}\nmigrate: [{flyway: {inline: {%s}}}]\n"
              .formatted(IMAGE, scripts(1)));

      var run = Stage.run(stage.awaitEnd("newer", 1));

      assertThat(run.reason()).as(run.message() + stage.logs()).isEqualTo("BackupFailed");
      assertThat(run.message()).contains("older than the server", "spec.backup.pgDump.image");
      assertThat(Stage.query(database, "select to_regclass('more1')"))
          .containsExactly((String) null);
    }
  }
}
