package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The input's way through the variables of a container, which the kubelet rewrites. */
class RunnerInputEnvironmentTest {

  @Test
  void specArrivesAsItWasWrittenAlthoughTheKubeletExpandsDollarSigns() {
    var spec = "{\"sql\":\"DO $$ BEGIN END $$; -- $(DRAWBRIDGE_RUN) ümläut 😀\"}";

    var variables = new HashMap<>(inputOf(spec).toEnvironment());
    var text = variables.get(RunnerInput.SPEC);

    assertThat(text).doesNotContain("$").isASCII();
    assertThat(text).contains("\\u0024\\u0024 BEGIN", "\\ud83d\\ude00");
  }

  private static RunnerInput inputOf(String spec) {
    return new RunnerInput(
        "shop/orders",
        "8c1f2e07",
        "",
        spec,
        Map.of(),
        Instant.EPOCH,
        null,
        Path.of("/a"),
        Path.of("/b"),
        Path.of("/c"),
        4096,
        null,
        false,
        null,
        null,
        null,
        null,
        null);
  }
}
