package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.CommandProcess;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.runner.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools of this machine in the place of containers. */
class LocalToolIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  @BeforeEach
  void writePasswordFile() throws IOException {
    PasswordAtHome.write(folder);
  }

  /**
   * A step of {@code script} after a script; {@code more} is what else the spec and the step say.
   */
  private CommandProcess tool(String script, String spec, String step) throws IOException {
    Files.writeString(
        folder.resolve("shop.yaml"),
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: shop}
        spec:
          database: {secretRef: {name: shop-db}}
          %s
          migrate:
          - flyway: {inline: {V1__orders.sql: "create table orders (id int);"}}
          - run: {image: "r.example/tool:7", command: [sh, -c, '%s']%s}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {REGION: north}
        """
            .formatted(spec, script, step));
    return command(
        "postgresql://%s@localhost:%d/%s"
            .formatted(database.name(), TestDatabase.port(), database.name()));
  }

  private CommandProcess command(String url) {
    var words =
        new ArrayList<>(
            List.of(
                "run",
                "--local-tools",
                "-f",
                folder + "/shop.yaml",
                "--database-url",
                url,
                "-o",
                "lines"));
    return CommandProcess.of(folder, words.toArray(String[]::new));
  }

  private static Closing closing(CommandProcess.Outcome outcome) {
    return RunLog.read(outcome.output()).closing().orElseThrow();
  }

  @Test
  void toolsOfThisMachineDoTheRunSteps() throws Exception {
    var outcome =
        tool(
                "echo hello; test \"$PGSERVICE\" = drawbridge && grep -q password $PGSERVICEFILE",
                "",
                "")
            .await();

    assertThat(outcome.code()).as(outcome.output() + outcome.errors()).isZero();
    assertThat(outcome.errors()).contains("hello");
    assertThat(closing(outcome).message()).contains("2 scripts or steps applied");
  }

  @Test
  void failedToolEndsTheRun() throws Exception {
    var outcome = tool("echo \"{}\"; exit 7", "", "").await();

    assertThat(outcome.code()).isEqualTo(Exit.MIGRATION_FAILED.code());
    assertThat(RunLog.read(outcome.output()).gaps()).isZero();
    assertThat(closing(outcome).reason()).isEqualTo(Reason.STEP_FAILED);
    assertThat(closing(outcome).message()).contains("Step 2, sh -c", "ended with exit code 7");
  }

  @Test
  void toolIsEndedAtTheDeadlineWithAllThatItHasStarted() throws Exception {
    var outcome = tool("sleep 80; true", "guardrails: {deadline: 12s}", "").await();

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED.code());
    assertThat(closing(outcome).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(closing(outcome).message()).contains("Step 2, sh -c", "ended at the deadline");
  }

  @Test
  void requestToStopEndsAllThatAToolHasStarted() throws Exception {
    var command = tool("touch started; sleep 80; true", "", ", workingDir: " + folder).start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.exists(folder.resolve("started")));

    command.process().destroy();
    var outcome = command.await();

    assertThat(outcome.code()).as(outcome.output()).isEqualTo(Exit.INTERRUPTED.code());
    assertThat(closing(outcome).message()).contains("ended on request");
  }

  @Test
  void folderAndVariablesAreThoseOfTheStep() throws Exception {
    var outcome =
        tool(
                "test $REGION = north && pwd > here",
                "",
                ", workingDir: " + folder + ", envFrom: [{configMapRef: {name: settings}}]")
            .await();

    assertThat(outcome.code()).as(outcome.output()).isZero();
    assertThat(folder.resolve("here")).content().isEqualTo(folder + "\n");
    assertThat(outcome.output()).doesNotContain("a tag may come to mean another image");
  }

  @Test
  void filesOfAVolumeMustBeThereBeforeAnythingIsApplied() throws Exception {
    var outcome =
        tool("true", "", ", volumeMounts: [{name: tools, mountPath: /no/such/tools}]").await();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .contains("spec.migrate[1] finds files at /no/such/tools by a volume");
    assertThat(database.query("select to_regclass('orders')")).containsExactly("null");
  }

  @Test
  void configMapOfVariablesMustBeInTheFiles() throws Exception {
    var outcome = tool("true", "", ", envFrom: [{configMapRef: {name: other}}]").await();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).contains("spec.migrate[1].run.envFrom: ConfigMap other is not in");
  }
}
