package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.script.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"${how}", "${HOW}", "${How}"})
  void placeholderCountsAsWhatItStandsForHoweverItIsWritten(String placeholder) {
    var script = "create index " + placeholder + " orders_at on orders (at)";

    var checked =
        ScriptRules.check(
            Dialect.POSTGRESQL,
            Map.of("inline", Map.of("V1__a.sql", script.getBytes(StandardCharsets.UTF_8))),
            Map.of("how", "concurrently"));

    assertThat(checked).singleElement().matches(known -> !known.transactional());
  }
}
