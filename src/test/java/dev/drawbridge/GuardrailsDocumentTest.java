package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about guardrails names tests that are there. */
class GuardrailsDocumentTest {

  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void eachTestThatIsNamedExists() throws IOException {
    var page = Files.readString(Path.of("docs", "guardrails.md"));
    var named = NAMED.matcher(page).results().toList();

    assertThat(named).hasSizeGreaterThan(20);
    for (var test : named) {
      assertThat(source(test.group(1))).as(test.group()).contains(" void " + test.group(2) + "(");
    }
  }

  private static String source(String type) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      var file = files.filter(path -> path.endsWith(type + ".java")).findFirst();
      return Files.readString(file.orElseThrow(() -> new AssertionError("no test " + type)));
    }
  }
}
