package dev.drawbridge.runner.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.junit.jupiter.api.Test;

/** What is said where scripts do not fit the history. */
class HistoryRulesTest {

  /** A row that says of {@code script} that it failed. */
  private static MigrationInfo failed(String script) {
    return (MigrationInfo)
        Proxy.newProxyInstance(
            MigrationInfo.class.getClassLoader(),
            new Class<?>[] {MigrationInfo.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "getState" -> MigrationState.FAILED;
                  case "getScript" -> script;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void nameOfASchemaMayHaveAnySign() {
    var history = new History(List.of(failed("V2__index.sql")));
    var repair = "delete from \"50% %d off\".flyway_schema_history where not success;";

    assertThat(new HistoryRules(history, repair).problem().orElseThrow().message())
        .isEqualTo(
            "V2__index.sql failed half-way in an earlier run, outside a transaction. Bring the"
                + " database to where it was before the script (or finish it by hand), then run: "
                + repair
                + " and set the annotation drawbridge.dev/retry. Nothing was applied.");
  }
}
