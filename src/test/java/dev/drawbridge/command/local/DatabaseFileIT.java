package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.CommandProcess;
import dev.drawbridge.report.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a file of this machine, in the place of the one on a claim. */
class DatabaseFileIT {

  @TempDir Path folder;

  @BeforeEach
  void writeManifest() throws IOException {
    Files.writeString(
        folder.resolve("jobs.yaml"),
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: jobs}
        spec:
          database: {sqlite: {claim: data, path: in/the/cluster.db}}
          guardrails: {lockTimeout: 500ms, lockRetries: 0}
          migrate:
          - flyway: {inline: {V1__jobs.sql: "create table jobs (id integer primary key);"}}
          - run: {image: tool, command: [sh, -c, 'test -f "$DRAWBRIDGE_SQLITE"']}
          verify:
          - {name: jobs, schema: {tables: [{name: jobs}]}}
        """);
  }

  private CommandProcess.Outcome command(String command, Path file, String... more)
      throws Exception {
    var words = new ArrayList<>(List.of(command, "-f", folder + "/jobs.yaml"));
    words.addAll(List.of("--database-file", file.toString(), "-o", "text"));
    words.addAll(List.of(more));
    return CommandProcess.of(folder, words.toArray(String[]::new)).await();
  }

  private static Connection open(Path file) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @Test
  void newFileIsCreatedAndFilled() throws Exception {
    var file = folder.resolve("jobs.db");

    var outcome = command("run", file, "--local-tools");

    assertThat(outcome.code()).as(outcome.output() + outcome.errors()).isZero();
    assertThat(outcome.output()).contains("on " + file, "created, since it did not exist");
    try (var session = open(file);
        var row = session.createStatement().executeQuery("select count(*) from jobs")) {
      assertThat(row.getInt(1)).isZero();
    }
  }

  /** Java warns of libraries of the machine's own, of which SQLite is one. */
  @Test
  void whoReadsTheLinesIsNotWarnedOfWhatIsMeant() throws Exception {
    var words = new ArrayList<>(List.of("run", "-f", folder + "/jobs.yaml", "-o", "lines"));
    words.addAll(List.of("--database-file", folder + "/jobs.db", "--local-tools"));

    var outcome = CommandProcess.of(folder, words.toArray(String[]::new)).await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(outcome.errors()).isEmpty();
  }

  @Test
  void fileThatIsThereKeepsWhatItHas() throws Exception {
    var file = folder.resolve("jobs.db");
    command("run", file, "--local-tools");
    try (var session = open(file)) {
      session.createStatement().execute("insert into jobs values (7)");
    }

    var plan = command("plan", file);
    var outcome = command("run", file, "--local-tools");

    assertThat(plan.code()).as(plan.errors()).isZero();
    assertThat(outcome.code()).as(outcome.output() + outcome.errors()).isZero();
    assertThat(outcome.output()).contains("scripts                     all are applied already");
    try (var session = open(file);
        var row = session.createStatement().executeQuery("select id from jobs")) {
      assertThat(row.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void fileInUseIsLeftAlone() throws Exception {
    var file = folder.resolve("jobs.db");
    try (var session = open(file)) {
      session.createStatement().execute("create table before (id integer)");
      session.createStatement().execute("begin exclusive");

      var outcome = command("run", file, "--local-tools");

      assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.REFUSED.code());
      assertThat(outcome.output())
          .contains(file + " is locked by another process", "then give the command again.")
          .doesNotContain("claim", "annotation");
    }
  }

  @Test
  void otherFileIsNoDatabase() throws Exception {
    var outcome = command("run", folder.resolve("jobs.yaml"), "--local-tools");

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.REFUSED.code());
    assertThat(outcome.output())
        .contains("cannot be read as a database", "Correct --database-file if it is another file");
  }

  @Test
  void fileMustBeNamed() throws Exception {
    var outcome =
        CommandProcess.of(folder, "run", "-f", folder + "/jobs.yaml", "--local-tools").await();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).contains("Name the file of the database: --database-file FILE");
  }
}
