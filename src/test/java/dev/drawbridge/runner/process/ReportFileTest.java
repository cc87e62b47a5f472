package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {

  @TempDir Path folder;

  private static RunEvent event(int sequence, String subject, @Nullable Closing closing) {
    return new RunEvent(
        RunEvent.VERSION,
        sequence,
        Instant.parse("2026-11-21T04:00:00Z"),
        "migrate",
        null,
        closing == null ? State.STARTED : State.ENDED,
        subject,
        null,
        null,
        null,
        closing);
  }

  private static Closing closing() {
    return new Closing(Exit.VERIFIED, Reason.VERIFIED, "done", null, null, 0, 0, null, null);
  }

  @Test
  void writeThatWasDueIsNotMadeAfterTheClosingLine() throws Exception {
    var path = folder.resolve("report");
    var file = new ReportFile(path, 4096);
    file.add(event(1, "at once", null));
    file.add(event(2, "soon", null));
    file.add(event(3, "end", closing()));
    assertThat(RunLog.read(Files.readString(path)).closing()).isPresent();

    Files.writeString(path, "the process may have ended");

    await()
        .during(Duration.ofMillis(500))
        .until(() -> Files.readString(path).equals("the process may have ended"));
  }

  @Test
  void shorterReportLeavesNothingOfTheLongerOneBefore() throws Exception {
    var path = folder.resolve("report");
    Files.writeString(path, "x".repeat(9000) + "\n");
    new ReportFile(path, 4096).add(event(1, "short", null));
    assertThat(Files.readString(path)).startsWith("{").hasSizeLessThan(400).endsWith("}\n");
  }

  @Test
  void readerNeverFindsTheFileEmpty() throws Exception {
    var path = folder.resolve("report");
    Files.writeString(path, "before\n");
    var sawEmpty = new AtomicBoolean();
    var isDone = new AtomicBoolean();
    var reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!isDone.get()) {
                if (path.toFile().length() == 0) {
                  sawEmpty.set(true);
                }
              }
            });
    for (var turn = 0; turn < 3000; turn++) {
      new ReportFile(path, 4096).add(event(1, "again", null));
    }
    isDone.set(true);
    reader.join();
    assertThat(sawEmpty).isFalse();
  }
}
