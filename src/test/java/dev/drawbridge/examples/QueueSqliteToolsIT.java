package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.ToolLine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools of the queue-sqlite example, with this machine's python3. */
class QueueSqliteToolsIT {

  private static final Path EXAMPLE = Path.of("manifests", "examples", "queue-sqlite");
  private static final String SCRIPT = "V2__queue.sql";
  private static final String EXECUTE =
      "import sqlite3, sys; database = sqlite3.connect(sys.argv[1]); database.executescript(sys.argv[2]); database.commit()";
  private static final String COUNT =
      "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";

  @TempDir Path folder;

  private record Ended(int code, String output) {}

  @BeforeEach
  void databaseAsItIsBefore() throws Exception {
    for (var manifest : Manifests.at(EXAMPLE)) {
      if (manifest.is("ConfigMap")) {
        for (var file : manifest.as(ConfigMap.class).getData().entrySet()) {
          Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
      }
    }
    execute(Files.readString(EXAMPLE.resolve("before.sql")));
  }

  private String file() {
    return folder.resolve("jobs.db").toString();
  }

  private void initialise() throws Exception {
    execute(Files.readString(folder.resolve(SCRIPT)));
  }

  private void execute(String sql) throws Exception {
    assertThat(python("-c", EXECUTE, file(), sql)).isEqualTo(new Ended(0, ""));
  }

  private Ended jobs(String... words) throws Exception {
    var all = new ArrayList<>(List.of(folder.resolve("jobs.py").toString()));
    all.addAll(List.of(words));
    return python(all.toArray(String[]::new));
  }

  private Ended dryRun() throws Exception {
    return jobs("move", "--dry-run", "--after", folder.resolve(SCRIPT).toString());
  }

  private Ended python(String... words) throws Exception {
    var command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DRAWBRIDGE_SQLITE", file());
    Process process;
    try {
      process = builder.start();
    } catch (IOException missing) {
      return abort("left out, because there is no python3 here: " + missing.getMessage());
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private String number(String query) throws Exception {
    return python("-c", COUNT, file(), query).output().strip();
  }

  private String tables() throws Exception {
    return number("select group_concat(name) from sqlite_master where type = 'table'");
  }

  private String queued() throws Exception {
    return number("select count(*) from queue");
  }

  @Test
  void dryRunSaysWhatWouldBecomeOfTheJobsAndLeavesNothing() throws Exception {
    var ended = dryRun();

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ToolLine.read(ended.output()))
        .extracting(ToolLine::subject)
        .containsExactly("jobs done", "jobs in_flight", "jobs waiting", "queue");
    assertThat(ended.output()).contains("50 jobs, rolled back");
    assertThat(tables()).isEqualTo("job");
    assertThat(number("select count(*) from job where status = 'moved'")).isEqualTo("0");
  }

  @Test
  void dryRunGoesOnWhereTheQueueIsThereAlready() throws Exception {
    initialise();

    assertThat(dryRun().output()).contains("50 jobs, rolled back");
    assertThat(queued()).isEqualTo("0");
  }

  @Test
  void scriptIsForADryRunOnly() throws Exception {
    var ended = jobs("move", "--after", folder.resolve(SCRIPT).toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("--after is for a dry run only");
    assertThat(tables()).isEqualTo("job");
  }

  @Test
  void jobsAreMovedOnceAndAreValid() throws Exception {
    initialise();
    assertThat(ToolLine.refusal(jobs("validate").output())).isPresent();

    assertThat(jobs("move").code()).isZero();
    var again = jobs("move");

    assertThat(ToolLine.read(again.output()).getLast().stateOrFound()).isEqualTo(State.APPLIED);
    assertThat(again.output()).contains("0 jobs");
    assertThat(queued()).isEqualTo("50");
    assertThat(jobs("validate"))
        .isEqualTo(new Ended(0, "{\"ok\": true, \"missing\": 0, \"differing\": 0}\n"));
  }

  @Test
  void jobThatWasChangedAfterTheMoveIsNotValid() throws Exception {
    initialise();
    assertThat(jobs("move").code()).isZero();
    execute("update queue set payload = '{}' where id = 4");

    var ended = jobs("validate");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ToolLine.refusal(ended.output()))
        .hasValueSatisfying(line -> assertThat(line).contains("\"differing\": 1"));
  }

  @Test
  void statusThatNobodyKnowsMovesNothing() throws Exception {
    initialise();
    execute("insert into job values (999, 'mail', '{}', 'lost', null)");

    var ended = jobs("move");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ToolLine.refusal(ended.output()))
        .hasValueSatisfying(line -> assertThat(line).contains("lost"));
    assertThat(queued()).isEqualTo("0");
  }

  @Test
  void lastJobThatIsRefusedTakesAllOthersBack() throws Exception {
    initialise();
    execute("update job set payload = 'order 100' where id = 100");

    var ended = jobs("move");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ToolLine.refusal(ended.output()))
        .hasValueSatisfying(line -> assertThat(line).contains("100: CHECK constraint failed"));
    assertThat(queued()).isEqualTo("0");
    assertThat(number("select count(*) from job where status = 'moved'")).isEqualTo("0");
  }
}
