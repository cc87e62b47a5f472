package dev.drawbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The formatter decides everything about layout. {@code ./mvnw test -Dtest=FormattingTest -Dwrite}
 * lets it.
 */
class FormattingTest {

  private static final boolean WRITE = System.getProperty("write") != null;

  @Test
  void everySourceFileIsFormatted() throws Exception {
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    var unformatted = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        var source = Files.readString(file);
        var ordered =
            ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(source), JavaFormatterOptions.Style.GOOGLE);
        var formatted = formatter.formatSource(ordered);
        if (!formatted.equals(source)) {
          unformatted.add(file);
          if (WRITE) {
            Files.writeString(file, formatted);
          }
        }
      }
    }
    if (!WRITE) {
      assertThat(unformatted).as("run ./mvnw test -Dtest=FormattingTest -Dwrite").isEmpty();
    }
  }
}
