package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A way back whose result is checked by a container of the user's: the first part undoes. */
class UndoPartsIT {

  private static final String STEP =
      "{\"flyway\": {\"inline\": {\"V1__one.sql\": \"create table one (id int)\", \"V2__two.sql\": \"create table two (id int)\", \"U2__two.sql\": \"drop table two\"}}}";
  private static final String SPEC =
      """
      {"migrate": [%s, {"run": {"image": "tool:1", "command": ["up"]}}],
       "verify": [{"name": "one", "sql": {"query": "select count(*) from one", "expect": {"equals": 0}}},
                  {"name": "own test", "run": {"image": "tool:1", "command": ["verify"]}}]}
      """
          .formatted(STEP);

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess part(int stretch) throws IOException {
    var own = Files.createDirectory(folder.resolve("part-" + stretch));
    var shared = Files.createDirectories(folder.resolve("shared"));
    return RunnerProcess.on(database, own).spec(SPEC).part(stretch, shared).undoTo("1");
  }

  private void migrate() throws Exception {
    var outcome =
        RunnerProcess.on(database, Files.createDirectory(folder.resolve("first")))
            .spec("{\"migrate\": [%s]}".formatted(STEP))
            .await();
    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
  }

  @Test
  void lastPartSumsUpWhatTheFirstHasUndone() throws Exception {
    migrate();

    var first = part(0).await();
    assertThat(first.exit()).as(first.output() + first.error()).isEqualTo(Exit.VERIFIED);
    assertThat(first.lines())
        .containsSubsequence("undo Undone 2 two: null", "verify Passed one: found 0, expected 0");
    assertThat(first.log().closing()).isEmpty();
    Files.writeString(
        new SharedFolder(folder.resolve("shared")).lastOutput("verify-1"), "{\"ok\": true}\n");

    var last = part(1).await();
    assertThat(last.exit()).as(last.output() + last.error()).isEqualTo(Exit.VERIFIED);
    assertThat(last.lines()).noneMatch(line -> line.startsWith("undo"));
    assertThat(last.closing().message())
        .isEqualTo("schema 1, from 2: 1 script undone, 2 checks passed.");
    assertThat(last.applied()).isEqualTo(new AppliedVersions(null, List.of("1")));
    assertThat(database.history()).containsExactly("1");
  }

  @Test
  void userContainerThatSaysNoIsToldWithoutAWordOfApplying() throws Exception {
    migrate();
    part(0).await();
    Files.writeString(
        new SharedFolder(folder.resolve("shared")).lastOutput("verify-1"), "{\"ok\": false}\n");

    var last = part(1).await();

    assertThat(last.exit()).as(last.output()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(last.closing().message())
        .contains("The scripts are undone, and stay so.")
        .doesNotContain("applied", "retry");
  }
}
