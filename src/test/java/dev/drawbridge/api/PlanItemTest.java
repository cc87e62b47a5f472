package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.PlanItem.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanItemTest {

  private static String options(Part part, @Nullable Boolean readOnly) {
    var run =
        new RunStep(
            "tool", List.of(), List.of(), List.of(), List.of(), null, Map.of(), List.of(), null,
            readOnly, null);
    return new PlanItem(part, 0, run).sessionOptions(Guardrails.DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource({
    "PREFLIGHT, true",
    "BACKUP, true",
    "MIGRATE, false",
    "RESTORE, false",
    "VERIFY, true",
    "SMOKE, true",
    "MONITOR, true"
  })
  void containersThatOnlyLookCannotWrite(Part part, boolean isReadOnly) {
    assertThat(options(part, null).contains("default_transaction_read_only=on"))
        .isEqualTo(isReadOnly);
  }

  @Test
  void whatPutsThingsRightSaysSo() {
    assertThat(options(Part.MONITOR, false)).doesNotContain("read_only");
  }
}
