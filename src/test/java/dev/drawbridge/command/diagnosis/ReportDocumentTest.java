package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The fields of the report are a contract, which docs/command-line.md has in its own order. */
class ReportDocumentTest {

  @Test
  void everyFieldIsInTheTable() throws IOException {
    var page = Files.readString(Path.of("docs", "command-line.md"));
    var table = page.substring(page.indexOf("| field | meaning |"));

    assertThat(table.lines().takeWhile(line -> line.startsWith("|")).skip(2))
        .map(row -> row.split("`", 3)[1])
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Diagnosis.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
  }

  @Test
  void everyFieldOfAnAssertionIsNamed() throws IOException {
    var page = Files.readString(Path.of("docs", "command-line.md"));
    var row =
        page.lines().filter(line -> line.startsWith("| `assertions`")).findFirst().orElseThrow();

    assertThat(CheckedAssertion.class.getRecordComponents())
        .allSatisfy(field -> assertThat(row).contains("`" + field.getName() + "`"));
  }
}
