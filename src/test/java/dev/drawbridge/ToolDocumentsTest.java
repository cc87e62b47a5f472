package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Migration on each page of docs/tools is one of the examples, which other tests apply. */
class ToolDocumentsTest {

  private static final Pattern MIGRATION =
      Pattern.compile("```yaml\\n(apiVersion: drawbridge.dev/v1alpha1\\n.*?)```", Pattern.DOTALL);

  static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(Path.of("docs", "tools"))) {
      return pages.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void migrationIsThatOfAnExample(Path page) throws IOException {
    var shown =
        MIGRATION.matcher(Files.readString(page)).results().map(match -> match.group(1)).toList();

    assertThat(shown).hasSize(1);
    assertThat(examples()).contains(shown.getFirst());
  }

  @Test
  void exampleThatIsSignedOffIsTheOtherOneButForThat() throws IOException {
    var folder = Path.of("manifests", "examples");
    var signed = Files.readString(folder.resolve("alembic-sign-off").resolve("alembic.yaml"));

    assertThat(
            signed.replaceAll("@sha256:[0-9a-f]{64}", ":7").replaceAll("  approval(s)?: .*\\n", ""))
        .isEqualTo(Files.readString(folder.resolve("alembic").resolve("alembic.yaml")));
  }

  private static String examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("manifests", "examples"))) {
      var texts =
          files.filter(file -> file.toString().endsWith(".yaml")).map(ToolDocumentsTest::read);
      return texts.collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new IllegalStateException(file + " cannot be read", unreadable);
    }
  }
}
