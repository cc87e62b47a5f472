package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/drawbridge/runner");

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<String> filesWith(String words) throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> text(file).contains(words))
          .map(file -> SOURCES.relativize(file).toString())
          .toList();
    }
  }

  /** In a Rollback and at a terminal that annotation does nothing. */
  @Test
  void nobodyElseSaysHowARunIsTriedAgain() throws Exception {
    assertThat(filesWith("drawbridge.dev/retry")).containsExactly("process/Place.java");
  }

  /** At a terminal there is no Secret; but backups are made in pods alone. */
  @Test
  void nobodyElseSaysWhoseRightsAreMeant() throws Exception {
    assertThat(filesWith("the user of the Secret"))
        .containsExactlyInAnyOrder("process/Place.java", "backup/BackupProblem.java");
  }
}
