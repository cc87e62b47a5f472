package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {

  @TempDir Path folder;

  private static Handover after(int sequence) {
    return new Handover(
        sequence,
        new Progress().memory(),
        List.of("one remark"),
        Instant.parse("2026-11-21T04:00:00Z"));
  }

  @Test
  void theLastOneWrittenIsRead() throws Exception {
    var file = folder.resolve("handover.json");
    after(3).write(file);
    after(7).write(file);

    assertThat(Handover.read(file)).isEqualTo(after(7));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theOneBeforeStaysWhereThereIsNoRoomForAnother() throws Exception {
    var file = folder.resolve("handover.json");
    after(3).write(file);
    Files.createSymbolicLink(folder.resolve("handover.json.part"), Path.of("/dev/full"));

    assertThatThrownBy(() -> after(7).write(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(Handover.read(file)).isEqualTo(after(3));
  }
}
