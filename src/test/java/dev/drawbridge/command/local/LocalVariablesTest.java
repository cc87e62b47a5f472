package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.command.manifest.Source;
import dev.drawbridge.report.SharedFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalVariablesTest {

  private static Map<String, String> variables(String step) throws Exception {
    var json = new JsonMapper();
    var text =
        """
        {"database": {"sqlite": {"claim": "data", "path": "orders.db"}},
         "migrate": [{"run": {"image": "tool@sha256:1a", "command": ["tool"]%s}}],
         "guardrails": {"lockTimeout": "1500ms"}}
        """
            .formatted(step);
    var spec = SpecReader.read(json.readTree(text));
    return LocalVariables.of(
            PlanItem.of(spec).getFirst(),
            new SharedFolder(Path.of("/shared")),
            "8c1f2e07",
            spec.limits(),
            new Source(new Migration(), json.createObjectNode(), Map.of()),
            new FileAccess(Path.of("/data/orders.db"), true),
            Map.of("HOME", "/home/ada"))
        .values();
  }

  @Test
  void toolsFindTheFileAndHowLongToWaitForItsLock() throws Exception {
    assertThat(variables(""))
        .containsOnly(
            Map.entry("HOME", "/home/ada"),
            Map.entry("DRAWBRIDGE_SQLITE", "/data/orders.db"),
            Map.entry("DRAWBRIDGE_BUSY_TIMEOUT_MS", "1500"),
            Map.entry("DRAWBRIDGE_RUN", "8c1f2e07"));
  }

  @Test
  void stepMaySetItsOwn() throws Exception {
    var own = ", \"env\": [{\"name\": \"WAIT\", \"value\": \"$(DRAWBRIDGE_BUSY_TIMEOUT_MS) ms\"}]";

    assertThat(variables(own)).containsEntry("WAIT", "1500 ms");
  }
}
