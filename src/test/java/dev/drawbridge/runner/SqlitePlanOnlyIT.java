package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan for a file changes nothing: not the file, and nothing beside it. */
class SqlitePlanOnlyIT {

  private static final String BASELINE =
      "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"baselineVersion\": \"7\"}}]}";

  @TempDir Path folder;
  private TestFile file;
  private int runs;

  @BeforeEach
  void claim() throws Exception {
    file = TestFile.in(folder);
  }

  private RunnerProcess runner() throws Exception {
    runs++;
    var own = Files.createDirectory(folder.resolve("run" + runs));
    return RunnerProcess.onFile(file.claim(), file.path(), own)
        .script("V8__orders.sql", "create table orders (id int);")
        .script("R__view.sql", "create view v as select 1;");
  }

  private static PlanSummary plan(RunnerProcess.Outcome outcome) {
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.PLANNED);
    return Plans.of(outcome);
  }

  /** All files with their content. */
  private List<String> claimed() throws IOException {
    try (Stream<Path> files = Files.walk(file.claim())) {
      return files.sorted().map(SqlitePlanOnlyIT::described).toList();
    }
  }

  private static String described(Path path) {
    try {
      return Files.isDirectory(path)
          ? path.toString()
          : path + " " + java.util.Arrays.hashCode(Files.readAllBytes(path));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Test
  void fileThatDoesNotExistIsNotCreated() throws Exception {
    var before = claimed();
    var first = runner().planOnly().await();
    var again = runner().planOnly().await();

    assertThat(claimed()).isEqualTo(before);
    assertThat(plan(first).scripts())
        .extracting(PlanSummary.Script::file)
        .containsExactly("V8__orders.sql", "R__view.sql");
    assertThat(plan(again).digest()).isEqualTo(plan(first).digest());
    assertThat(first.lines())
        .contains("preflight Found database data/app.db: does not exist; a run creates it");
  }

  @Test
  void fileOfAnApplicationStaysAsItIsWithNothingBesideIt() throws Exception {
    file.execute("create table old (id int)");
    var before = claimed();
    var refused = runner().planOnly().await();
    var planned = runner().planOnly().spec(BASELINE).await();

    assertThat(refused.closing().reason()).isEqualTo(Reason.NO_BASELINE);
    assertThat(plan(planned).scripts()).hasSize(2);
    assertThat(plan(planned).to()).isEqualTo("8");
    assertThat(claimed()).isEqualTo(before);
  }

  @Test
  void planAgreesWithWhatTheRunAppliesThen() throws Exception {
    var planned = plan(runner().planOnly().await());
    assertThat(runner().await().exit()).isEqualTo(Exit.VERIFIED);
    var tables = file.tables();
    var after = plan(runner().planOnly().script("V9__more.sql", "select 1;").await());

    assertThat(planned.to()).isEqualTo("8");
    assertThat(after.from()).isEqualTo("8");
    assertThat(after.scripts())
        .extracting(PlanSummary.Script::file)
        .containsExactly("V9__more.sql");
    assertThat(file.tables()).isEqualTo(tables);
  }

  @Test
  void fileThatWasVerifiedAndIsGoneIsToldByThePlan() throws Exception {
    var outcome = runner().planOnly().identity("0f/data/app.db").await();

    assertThat(outcome.closing().reason()).as(outcome.output()).isEqualTo(Reason.OTHER_DATABASE);
    assertThat(outcome.closing().message()).contains("0f/data/app.db", "is not there");
    assertThat(claimed()).hasSize(1);
  }
}
