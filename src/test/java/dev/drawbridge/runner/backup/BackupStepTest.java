package dev.drawbridge.runner.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Backup;
import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupStepTest {

  private static final Instant NOW = Instant.parse("2026-11-21T04:00:00Z");
  private static final Closing.Database DATABASE = new Closing.Database("4711", "orders");

  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private BackupStep step(String run) {
    var journal =
        new Journal(
            Clock.systemUTC(),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new ReportFile(folder.resolve("report"), 4096),
            new Redaction());
    var backups = BackupFolder.on(folder, "shop/orders");
    var target = new Saving.Target("backups", folder, backups, 1, null);
    var ways = new Backup(null, null, null, 1);
    return new BackupStep(
        new Saving(RunPhase.BACKUP, ways, target), input(run), BackupFolder.COPY, journal);
  }

  private RunnerInput input(String run) {
    return new RunnerInput(
        "shop/orders",
        run,
        "orders-abcde",
        "{}",
        Map.of(),
        NOW,
        null,
        folder,
        folder,
        folder.resolve("report"),
        4096,
        null,
        false,
        null,
        null,
        null,
        null,
        null);
  }

  private void save(String run, Instant at) throws Exception {
    var step = step(run);
    Files.createDirectories(step.part().getParent());
    Files.writeString(step.part(), "content");
    step.publish("1 table", DATABASE, at, Duration.ofMillis(3));
  }

  @Test
  void olderOneThatCannotBeRemovedIsToldOfInWordsForPeople() throws Exception {
    save("11111111", NOW);
    var older = folder.resolve("drawbridge/shop/orders/11111111.db");
    Files.delete(older);
    Files.createDirectories(older.resolve("full"));
    save("22222222", NOW.plusSeconds(1));

    var log = RunLog.read(output.toString(StandardCharsets.UTF_8));
    assertThat(log.events())
        .filteredOn(event -> event.state() == State.WARNING)
        .singleElement()
        .satisfies(event ->
            assertThat(event.message())
                .isEqualTo(
                    "older backups on claim backups cannot be removed: %s: it is a folder that is not empty"
                        .formatted(older)));
  }
}
