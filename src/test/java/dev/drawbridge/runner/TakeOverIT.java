package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database comes to us from plain Flyway, and can be given back to it any day. */
@ParameterizedClass(name = "schema {0}")
@NullSource
@ValueSource(strings = "Shop")
class TakeOverIT {

  private static final Pattern REPAIR = Pattern.compile("delete from .*? where not success;");

  @Parameter @Nullable String schema;
  @TempDir Path folder;
  private final TestDatabase database = TestDatabase.create();
  private int runs;

  private PlainFlyway plain(TestDatabase other) throws Exception {
    return new PlainFlyway(other, folder.resolve("scripts-" + other.name()), schema)
        .script("V1__orders.sql", "create table orders (id int);")
        .script("V1.1__lines.sql", "create table lines (id int);\n")
        .script("V2__index.sql", "create index concurrently orders_id on orders (id);")
        .script("R__totals.sql", "create or replace view totals as select 1 as total;");
  }

  private RunnerProcess.Outcome run(PlainFlyway plain) throws Exception {
    runs++;
    var run = RunnerProcess.on(database, Files.createDirectory(folder.resolve("run" + runs)));
    return plain.handTo(run).await();
  }

  private RunnerProcess.Outcome verified(PlainFlyway plain) throws Exception {
    var outcome = run(plain);
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    return outcome;
  }

  private static PlainFlyway changed(PlainFlyway plain) throws Exception {
    return plain
        .script("V3__more.sql", "create table more (id int);")
        .script("R__totals.sql", "create or replace view totals as select 2 as total;");
  }

  @Test
  void whatPlainFlywayHasAppliedIsGoneOnWith() throws Exception {
    var plain = plain(database).keepingLockInSession();
    plain.migrate();
    var before = plain.history();

    var same = verified(plain);
    var more = verified(changed(plain));

    assertThat(same.closing().applied()).isZero();
    assertThat(same.closing().from()).isEqualTo("2");
    assertThat(same.applied().versions()).containsExactly("1", "1.1", "2");
    assertThat(more.closing().applied()).isEqualTo(2);
    assertThat(more.applied().versions()).containsExactly("1", "1.1", "2", "3");
    assertThat(plain.history())
        .startsWith(before.toArray(String[]::new))
        .hasSize(before.size() + 2);
  }

  @Test
  void historyAfterOurRunsIsThatOfPlainFlywayAndItGoesOn() throws Exception {
    var other = TestDatabase.create();
    var alone = plain(other).keepingLockInSession();
    alone.migrate();
    changed(alone).migrate();
    var plain = plain(database);

    verified(plain);
    verified(changed(plain));

    assertThat(plain.history()).isEqualTo(alone.history());
    plain.validate();
    assertThat(plain.info()).isEqualTo(alone.info());
    assertThat(plain.migrate()).isZero();
    assertThat(plain.script("V4__last.sql", "create table last (id int);").migrate()).isEqualTo(1);
    plain.validate();
    assertThat(plain.info())
        .filteredOn(line -> !line.contains("Schema Creation"))
        .containsExactly(
            "1 Success",
            "1.1 Success",
            "2 Success",
            "totals Superseded",
            "3 Success",
            "totals Success",
            "4 Success");
  }

  @Test
  void failedRowOfPlainFlywayIsRefusedWithTheCommandThatTakesItOut() throws Exception {
    var plain = plain(database).keepingLockInSession();
    plain.migrate();
    database.execute("insert into %sorders values (1), (1)".formatted(prefix()));
    plain.script("V3__once.sql", "create unique index concurrently once on orders (id);");
    assertThatThrownBy(plain::migrate).isInstanceOf(FlywayException.class);
    assertThat(plain.history()).last().asString().endsWith(" f");

    var refused = run(plain);
    assertThat(refused.exit()).as(refused.output()).isEqualTo(Exit.REFUSED);
    assertThat(refused.closing().reason()).isEqualTo(Reason.FAILED_SCRIPT_IN_HISTORY);
    assertThat(refused.closing().message()).contains("V3__once.sql", "Nothing was applied");

    bringBack(refused);
    assertThat(verified(plain).applied().versions()).containsExactly("1", "1.1", "2", "3");
    plain.validate();
  }

  @Test
  void failedRowOfOursIsRepairedByPlainFlyway() throws Exception {
    var plain = plain(database);
    verified(plain);
    database.execute("insert into %sorders values (1), (1)".formatted(prefix()));
    plain.script("V3__once.sql", "create unique index concurrently once on orders (id);");
    var failed = run(plain);
    assertThat(failed.exit()).as(failed.output()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThatThrownBy(plain::migrate)
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("failed migration to version 3");

    plain.configuration().load().repair();
    cleanUp();
    assertThat(plain.keepingLockInSession().migrate()).isEqualTo(1);
    assertThat(verified(plain).closing().applied()).isZero();
  }

  @Test
  void baselineOfPlainFlywayIsEnoughForUs() throws Exception {
    beginLegacy();
    var plain = legacy();
    plain.configuration().baselineVersion("5").load().baseline();

    var outcome = verified(plain);

    assertThat(outcome.closing().from()).isEqualTo("5");
    assertThat(outcome.applied().floor()).isEqualTo("5");
    assertThat(outcome.applied().versions()).containsExactly("5", "6");
    plain.validate();
  }

  private PlainFlyway legacy() throws Exception {
    return new PlainFlyway(database, folder.resolve("legacy"), schema)
        .script("V4__old.sql", "create table legacy (id int);")
        .script("V6__new.sql", "create table fresh (id int);");
  }

  private void beginLegacy() {
    if (schema != null) {
      database.execute("create schema \"%s\"".formatted(schema));
    }
    database.execute("create table %slegacy (id int)".formatted(prefix()));
  }

  /** What the sentence of a refused run says: the database first, then the history. */
  private void bringBack(RunnerProcess.Outcome refused) {
    cleanUp();
    var command = REPAIR.matcher(refused.closing().message());
    assertThat(command.find()).isTrue();
    database.execute(command.group());
  }

  private void cleanUp() {
    database.execute("drop index if exists %sonce".formatted(prefix()));
    database.execute("delete from %sorders".formatted(prefix()));
  }

  private String prefix() {
    return schema == null ? "" : "\"" + schema + "\".";
  }
}
