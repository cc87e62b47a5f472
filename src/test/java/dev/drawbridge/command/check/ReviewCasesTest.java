package dev.drawbridge.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.review.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders of scripts, each with what is found in them beside: {@code expected}. A folder may have
 * options in {@code arguments}. {@code ./mvnw test -Dtest=ReviewCasesTest -Dwrite} writes what is
 * found; look at it before you commit it.
 */
class ReviewCasesTest {

  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path CASES = Path.of("src/test/resources/review");

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findingsAreTheExpectedOnes(Path folder) throws IOException {
    var words = new ArrayList<String>();
    var arguments = folder.resolve("arguments");
    if (Files.exists(arguments)) {
      words.addAll(List.of(Files.readString(arguments).strip().split(" ")));
    }
    try (var files = Files.list(folder)) {
      files
          .filter(file -> file.toString().matches(".*\\.(sql|md)"))
          .sorted()
          .forEach(file -> words.add(file.toString()));
    }

    var found = Checked.of(words.toArray(String[]::new)).output().replace(folder + "/", "");

    var expected = folder.resolve("expected");
    if (WRITE) {
      Files.writeString(expected, found);
    }
    assertThat(found).isEqualTo(Files.readString(expected));
  }

  /** What is no text is in {@code FileRulesTest}. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ENCODING", "NUL_BYTE", "TOO_LARGE"})
  void everyRuleHasACase(Rule rule) throws IOException {
    assertThat(Files.readString(CASES.resolve(rule.id()).resolve("expected")))
        .contains("(" + rule.id() + ")");
  }
}
