package dev.drawbridge.runner.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mark of a database stays what it is, whoever locks the file and whoever has written it. */
class LockFileTest {

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("app.db-drawbridge");
  }

  private String lockedBy(String holder) throws IOException {
    try (var file = LockFile.open(path)) {
      assertThat(file.tryLock(holder)).isTrue();
      return file.mark();
    }
  }

  @Test
  void markIsMadeOnceAndTheLastHolderStandsBelowIt() throws IOException {
    var mark = lockedBy("run 1 of shop/orders, pod with a long name");

    assertThat(lockedBy("run 2")).isEqualTo(mark).matches("[0-9a-f]{32}");
    assertThat(Files.readString(path)).isEqualTo(mark + "\nrun 2\n");
  }

  @Test
  void markThatWasWrittenByHandWithoutALineEndIsKept() throws IOException {
    Files.writeString(path, "0123456789abcdef");

    assertThat(lockedBy("run 1")).isEqualTo("0123456789abcdef");
    assertThat(Files.readAllLines(path)).containsExactly("0123456789abcdef", "run 1");
  }
}
