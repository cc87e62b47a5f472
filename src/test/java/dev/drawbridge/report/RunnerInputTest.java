package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerInputTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SPEC = "{\"a\":\"😀 é $(HOME) $$ \\n \\\" \\\\\"}";

  @Test
  void environmentLeadsBackToTheInput() {
    assertThat(RunnerInput.fromEnvironment(environment(input("7111/orders", "{}"))))
        .isEqualTo(input("7111/orders", "{}"));
    assertThat(RunnerInput.fromEnvironment(environment(input(null, "{}"))))
        .isEqualTo(input(null, "{}"));
  }

  @Test
  void specStaysTheSameOnItsWayThroughTheKubeletAndAnyLocale() throws Exception {
    var variable = environment(input(null, SPEC)).get(RunnerInput.SPEC);

    assertThat(variable).isASCII().doesNotContain("$");
    assertThat(JSON.readTree(variable)).isEqualTo(JSON.readTree(SPEC));
  }

  @Test
  void everyMissingVariableIsNamed() {
    var environment = environment(input(null, "{}"));
    environment.remove(RunnerInput.SPEC);
    environment.remove(RunnerInput.DEADLINE);

    assertThatThrownBy(() -> RunnerInput.fromEnvironment(environment))
        .hasMessageContaining(RunnerInput.SPEC)
        .hasMessageContaining(RunnerInput.DEADLINE);
  }

  private static Map<String, String> environment(RunnerInput input) {
    var variables = new HashMap<>(input.toEnvironment());
    variables.put(RunnerInput.ATTEMPT, input.attempt());
    return variables;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6"})
  void versionToGoBackToArrivesAlsoIfItIsEmpty(String version) {
    var input = input(null, "{}", false, version);

    assertThat(RunnerInput.fromEnvironment(environment(input)).undoTo()).isEqualTo(version);
    assertThat(RunnerInput.fromEnvironment(environment(input(null, "{}"))).undoTo()).isNull();
  }

  @Test
  void planOfAnUndoIsNotTakenForAnUndo() {
    assertThatThrownBy(() -> input(null, "{}", true, "6"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RunnerInput input(@Nullable String identity, String spec) {
    return input(identity, spec, false, null);
  }

  private static RunnerInput input(
      @Nullable String identity, String spec, boolean planOnly, @Nullable String undoTo) {
    return new RunnerInput(
        "shop/orders",
        "1a2b3c4d",
        "orders-1a2b3c4d-xyz",
        spec,
        Map.of("orders-sql", "abc", "more-sql", "def"),
        Instant.parse("2026-11-21T10:30:00Z"),
        identity,
        Path.of("/drawbridge/database"),
        Path.of("/drawbridge/scripts"),
        Path.of("/dev/termination-log"),
        4096,
        null,
        planOnly,
        undoTo,
        null,
        null,
        null,
        null);
  }
}
