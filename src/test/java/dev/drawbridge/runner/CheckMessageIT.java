package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.runner.RunnerProcess.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read of a check that failed: which, what it found, and what to do next. */
class CheckMessageIT {

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private Outcome run(String phase, String... checks) throws Exception {
    return RunnerProcess.on(database, folder)
        .script("V1__one.sql", "create table one (id int)")
        .spec("{\"%s\": [%s]}".formatted(phase, String.join(", ", checks)))
        .await();
  }

  private static String check(String name, String query, int expected) {
    return "{\"name\": \"%s\", \"sql\": {\"query\": \"%s\", \"expect\": {\"equals\": %d}}}"
        .formatted(name, query, expected);
  }

  @Test
  void errorOfTheDatabaseIsToldInOneLineWithItsPlace() throws Exception {
    var outcome = run("preflight", check("rows", "select count(*)\\n  from a", 0));

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message())
        .startsWith(
            "Check rows: line 2 of its query: relation \"a\" does not exist (SQL state 42P01). Nothing was applied. ")
        .doesNotContain("ERROR:", "Position", "\n");
    var failure = outcome.failure();
    assertThat(failure.script()).isEqualTo("rows");
    assertThat(failure.line()).isEqualTo(2);
    assertThat(failure.sqlState()).isEqualTo("42P01");
    assertThat(failure.statement()).isEqualTo("select count(*)\n  from a");
    assertThat(failure.hint()).contains("correct it in the spec");
  }

  @Test
  void failedPreflightSaysWhatToDoNext() throws Exception {
    var outcome = run("preflight", check("rows", "select 3", 0));

    assertThat(outcome.closing().message())
        .isEqualTo(
            "Check rows: found 3, expected 0. Nothing was applied. If the check is wrong, correct it in the spec: a new run starts by itself. If the check is right, put right what it looks at, then set the annotation drawbridge.dev/retry.");
    assertThat(outcome.failure().statement()).isEqualTo("select 3");
  }

  @Test
  void failedVerificationTellsACheckFromData() throws Exception {
    var outcome = run("verify", check("rows", "select 3", 0));

    assertThat(outcome.exit()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(outcome.closing().message())
        .isEqualTo(
            "Check rows: found 3, expected 0. The scripts are applied, and the gate stays closed. If the check is wrong, correct it in the spec: a new run starts by itself. If the check is right, put right what it looks at, then set the annotation drawbridge.dev/retry.");
  }

  @Test
  void queryThatWritesIsToldOfTheFieldThatLetsIt() throws Exception {
    var outcome = run("verify", check("writes", "insert into one values (1) returning id", 1));

    assertThat(outcome.closing().message())
        .contains(
            "cannot execute INSERT in a read-only transaction (SQL state 25006)",
            "readOnly: false",
            "else correct it: a new run starts by itself");
    assertThat(outcome.failure().hint()).contains("readOnly: false");
  }

  @Test
  void allChecksThatFailedAreNamedAndTheFirstInDetail() throws Exception {
    var outcome =
        run(
            "preflight",
            check("first", "select 3", 0),
            check("fine", "select 0", 0),
            check("second", "select 4", 0),
            check("third", "select 5", 0));

    assertThat(outcome.closing().message())
        .startsWith(
            "Check first: found 3, expected 0. 3 of 4 checks failed: first, second, third. Nothing was applied.");
  }

  @Test
  void nameThatIsLongerThanTheDatabaseKeepsIsToldAsSuch() throws Exception {
    var name = "ü".repeat(40);
    database.execute("create schema other");
    database.execute("create table other.\"" + name + "\" (id int)");
    var outcome =
        run(
            "preflight",
            "{\"name\": \"there\", \"schema\": {\"tables\": [{\"name\": \"other.%s\"}]}}"
                .formatted(name));

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.PREFLIGHT_FAILED);
    assertThat(outcome.closing().message())
        .contains(name + " has 80 bytes", "PostgreSQL keeps the first 63")
        .doesNotContain("missing");
  }

  @Test
  void urlThatDoesNotAnswerIsToldWithTheAttempts() throws Exception {
    var outcome =
        run(
            "verify",
            "{\"name\": \"health\", \"http\": {\"url\": \"http://127.0.0.1:1/health\", \"within\": \"300ms\"}}");

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFICATION_FAILED);
    assertThat(outcome.closing().message())
        .matches(
            "Check health: found no answer: the connection was refused after [23] attempts, expected status 200\\. The scripts are applied.*");
  }
}
