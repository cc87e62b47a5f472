package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunnerInputTest {

  @Test
  void environmentLeadsBackToTheInput() {
    assertThat(RunnerInput.fromEnvironment(environment(input("7111/orders"))))
        .isEqualTo(input("7111/orders"));
    assertThat(RunnerInput.fromEnvironment(environment(input(null)))).isEqualTo(input(null));
  }

  @Test
  void everyMissingVariableIsNamed() {
    var environment = environment(input(null));
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

  private static RunnerInput input(@Nullable String identity) {
    return new RunnerInput(
        "shop/orders",
        "1a2b3c4d",
        "orders-1a2b3c4d-xyz",
        "{\"a\":\"😀\\n\"}",
        Map.of("orders-sql", "abc", "more-sql", "def"),
        Instant.parse("2026-11-21T10:30:00Z"),
        identity,
        Path.of("/drawbridge/database"),
        Path.of("/drawbridge/scripts"),
        Path.of("/dev/termination-log"),
        4096);
  }
}
