package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptNameTest {

  @ParameterizedTest
  @CsvSource({
    "V7__orders.sql, VERSIONED, 7",
    "V7.0__orders.sql, VERSIONED, 7",
    "V07__orders.sql, VERSIONED, 7",
    "V1_2__orders.sql, VERSIONED, 1.2",
    "V1.0.3__orders.sql, VERSIONED, 1.0.3",
    "V10__orders.sql, VERSIONED, 10",
    "V0__orders.sql, VERSIONED, 0",
    "U7__orders.sql, UNDO, 7",
    "R__views.sql, REPEATABLE,",
  })
  void namesAreUnderstood(String file, ScriptName.Kind kind, String version) {
    assertThat(ScriptName.parse(file)).contains(new ScriptName(kind, version));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V7_orders.sql | rename it to V7__orders.sql",
        "v7__orders.sql | rename it to V7__orders.sql",
        "7_add orders.sql | rename it to V7__add_orders.sql",
        "V7__orders.SQL | rename it to V7__orders.sql",
        "V7__orders | rename it to V7__orders.sql",
        "u7_orders.sql | rename it to U7__orders.sql",
        "R_views.sql | rename it to R__views.sql",
        "orders.sql | rename it to V<version>__orders.sql",
        "beforeMigrate.sql | rename it to V<version>__beforeMigrate.sql",
        "README.md | remove it, or rename it to V<version>__README_md.sql",
        "V7__orders.sql.conf | remove it: whether a script runs in a transaction is found out from its statements",
      })
  void otherNamesAreRefusedWithAdvice(String file, String advice) {
    assertThat(ScriptName.parse(file)).isEmpty();
    assertThat(ScriptName.advice(file)).isEqualTo(advice);
  }
}
