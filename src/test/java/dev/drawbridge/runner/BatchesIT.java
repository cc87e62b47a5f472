package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More scripts than Flyway is given at once: what is applied, in which order, and what the history
 * says is what plain Flyway makes of them in one go.
 */
class BatchesIT {

  private static final int SCRIPTS = 250;

  private final TestDatabase database = TestDatabase.create();
  private final TestDatabase other = TestDatabase.create();
  @TempDir Path folder;
  private int runs;

  /** Each script writes down that it was there; the second repeatable one needs the first. */
  private PlainFlyway scripts(TestDatabase given, int count) throws Exception {
    var plain =
        new PlainFlyway(given, folder.resolve("scripts-" + given.name() + "-" + count), null)
            .script("V1__trace.sql", "create table trace (id serial, script text);")
            .script("R__a_totals.sql", "create view totals as select 1 as total;\n" + trace("a"))
            .script(
                "R__b_sums.sql", "create view sums as select total from totals;\n" + trace("b"));
    for (var version = 2; version <= count; version++) {
      plain.script("V%d__s.sql".formatted(version), trace("" + version));
    }
    return plain;
  }

  private static String trace(String script) {
    return "insert into trace (script) values ('%s');".formatted(script);
  }

  private RunnerProcess.Outcome run(PlainFlyway plain, @Nullable String target) throws Exception {
    runs++;
    var run = RunnerProcess.on(database, Files.createDirectory(folder.resolve("run" + runs)));
    plain.handTo(run);
    if (target != null) {
      run.spec(
          "{\"migrate\": [{\"flyway\": {\"configMaps\": [\"sql\"], \"target\": \"%s\"}}]}"
              .formatted(target));
    }
    return run.await();
  }

  private static List<String> order(TestDatabase of) {
    return of.query("select script from trace order by id");
  }

  private void assertSame(PlainFlyway plain, PlainFlyway alone) {
    assertThat(plain.history()).isEqualTo(alone.history());
    assertThat(order(database)).isEqualTo(order(other));
    assertThat(plain.info()).isEqualTo(alone.info());
  }

  private static List<String> versions(int last) {
    return IntStream.rangeClosed(1, last).mapToObj(String::valueOf).toList();
  }

  @Test
  void manyScriptsAreAppliedInTheirOrderAndRepeatablesAfterAllOfThem() throws Exception {
    var plain = scripts(database, SCRIPTS);
    var alone = scripts(other, SCRIPTS);
    alone.migrate();

    var outcome = run(plain, null);

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().applied()).isEqualTo(SCRIPTS + 2);
    assertSame(plain, alone);
    assertThat(database.history()).isEqualTo(versions(SCRIPTS));
    assertThat(order(database)).endsWith("249", "250", "a", "b");
    plain.validate();
  }

  @Test
  void nothingAboveATargetInTheMiddleIsApplied() throws Exception {
    var plain = scripts(database, SCRIPTS);
    var alone = scripts(other, SCRIPTS);
    alone.configuration().target("180").load().migrate();

    var outcome = run(plain, "180");

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.closing().to()).isEqualTo("180");
    assertSame(plain, alone);
    assertThat(database.history()).isEqualTo(versions(180));
  }

  @Test
  void scriptThatFailsInTheSecondBatchLeavesWhatWasAppliedBeforeItAndIsGoneOnFrom()
      throws Exception {
    var plain = scripts(database, SCRIPTS).script("V150__s.sql", "select 1;\nselect nothing;");
    var alone = scripts(other, SCRIPTS).script("V150__s.sql", "select 1;\nselect nothing;");
    assertThatThrownBy(alone::migrate).isInstanceOf(FlywayException.class);

    var failed = run(plain, null);

    assertThat(failed.exit()).as(failed.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(failed.closing().message()).startsWith("V150__s.sql, line 2: ").contains("at 149");
    assertThat(failed.closing().applied()).isEqualTo(149);
    assertThat(Objects.requireNonNull(failed.closing().to())).isEqualTo("149");
    assertSame(plain, alone);

    plain.script("V150__s.sql", trace("150"));
    alone.script("V150__s.sql", trace("150")).migrate();
    assertThat(run(plain, null).exit()).isEqualTo(Exit.VERIFIED);
    assertSame(plain, alone);
  }

  @Test
  void scriptThatWasChangedIsRefusedHoweverManyArePending() throws Exception {
    run(scripts(database, 20), null);
    var plain = scripts(database, SCRIPTS).script("V7__s.sql", trace("other"));

    var refused = run(plain, null);

    assertThat(refused.closing().reason()).as(refused.output()).isEqualTo(Reason.CHECKSUM_CHANGED);
    assertThat(database.history()).isEqualTo(versions(20));
  }
}
