package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.review.Rule;
import dev.drawbridge.runner.review.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The table in docs/scripts.md has each rule, as the code says it, and no other. */
class ScriptsDocumentTest {

  @Test
  void everyRuleIsInTheTable() throws IOException {
    var rows =
        Files.readAllLines(Path.of("docs", "scripts.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Rule.values())
                .map(rule ->
                    "| `%s` | %s | %s | %s |"
                        .formatted(rule.id(), weight(rule), rule.summary(), allowable(rule)))
                .toList());
  }

  private static String weight(Rule rule) {
    var usual = rule.severity(false);
    return usual == rule.severity(true)
        ? usual.word()
        : Severity.WARNING.word() + ", or " + Severity.ERROR.word();
  }

  private static String allowable(Rule rule) {
    return rule.mayBeAllowed() ? "yes" : "no";
  }
}
