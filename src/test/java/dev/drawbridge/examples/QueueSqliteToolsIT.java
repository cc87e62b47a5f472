package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.ToolLine;
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
  private static final String EXECUTE =
      "import sqlite3, sys; database = sqlite3.connect(sys.argv[1]); database.executescript(sys.argv[2]); database.commit()";
  private static final String COUNT =
      "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";

  @TempDir Path folder;

  private record Ended(int code, String output) {}

  @BeforeEach
  void databaseAsItIsBefore() throws Exception {
    var before = Files.readString(EXAMPLE.resolve("before.sql"));
    assertThat(python("-c", EXECUTE, file(), before)).isEqualTo(new Ended(0, ""));
    assertThat(queue("initialise").code()).isZero();
  }

  private String file() {
    return folder.resolve("jobs.db").toString();
  }

  private Ended queue(String... words) throws Exception {
    var all = new ArrayList<>(List.of(EXAMPLE.resolve("tools/queue.py").toString()));
    all.addAll(List.of(words));
    return python(all.toArray(String[]::new));
  }

  private Ended python(String... words) throws Exception {
    var command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DATABASE", file());
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

  private String queued() throws Exception {
    return python("-c", COUNT, file(), "select count(*) from queue").output().strip();
  }

  @Test
  void dryRunSaysWhatWouldBecomeOfTheJobsAndMovesNone() throws Exception {
    var ended = queue("move", "--dry-run");

    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ToolLine.read(ended.output()))
        .extracting(ToolLine::subject)
        .containsExactly("jobs done", "jobs in_flight", "jobs waiting", "queue");
    assertThat(ended.output()).contains("50 jobs, rolled back");
    assertThat(queued()).isEqualTo("0");
  }

  @Test
  void jobsAreMovedOnceAndAreValid() throws Exception {
    assertThat(ToolLine.refusal(queue("validate").output())).isPresent();

    assertThat(queue("move").code()).isZero();
    var again = queue("move");

    assertThat(ToolLine.read(again.output()).getLast().stateOrFound()).isEqualTo(State.APPLIED);
    assertThat(again.output()).contains("0 jobs");
    assertThat(queued()).isEqualTo("50");
    assertThat(queue("validate"))
        .isEqualTo(new Ended(0, "{\"ok\": true, \"missing\": 0, \"differing\": 0}\n"));
  }

  @Test
  void statusThatNobodyKnowsMovesNothing() throws Exception {
    python("-c", EXECUTE, file(), "insert into job values (999, 'mail', '{}', 'lost', null)");

    var ended = queue("move");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ToolLine.refusal(ended.output()))
        .hasValueSatisfying(line -> assertThat(line).contains("lost"));
    assertThat(queued()).isEqualTo("0");
  }
}
