package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads a reason in a status finds in docs/operations.md what to do. */
class OperationsDocumentTest {

  @ParameterizedTest
  @EnumSource
  void everyReasonIsExplained(Reason reason) throws IOException {
    assertThat(Files.readAllLines(Path.of("docs", "operations.md")))
        .anyMatch(line -> line.matches("\\| " + reason.word() + " \\| .+ \\| .+ \\|"));
  }
}
