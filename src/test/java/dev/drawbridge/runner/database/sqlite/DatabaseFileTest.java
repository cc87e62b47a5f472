package dev.drawbridge.runner.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import dev.drawbridge.runner.process.StopSignal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFileTest {

  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5));

  @TempDir Path folder;

  private DatabaseFile file() {
    return new DatabaseFile("data", folder, "orders.db");
  }

  private Journal journal() {
    return new Journal(
        Clock.systemUTC(),
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        new ReportFile(folder.resolve("report"), 4096),
        new Redaction());
  }

  @Test
  void fileOfThisMachineIsNotDoubted() throws Exception {
    Files.createFile(folder.resolve("orders.db"));

    assertThat(file().doubt()).isEmpty();
  }

  @Test
  void volumeOfWhichNothingCanBeKnownIsDoubted() {
    assertThat(file().doubt())
        .startsWith("its volume may be reached over a network: ")
        .endsWith("orders.db: it is not there");
  }

  @Test
  void whoMissesTheFileIsToldHowToGoOnWhereTheRunIs() {
    var database =
        new SqliteDatabase(
            file(), true, "a run", "4711/orders.db", LIMITS, journal(), new StopSignal());

    var message =
        Place.ROLLBACK.during(
            () -> catchThrowableOfType(EndedException.class, database::reach).ending().message());

    assertThat(message).contains("Put it back from a backup and create a new Rollback.");
  }

  @Test
  void whoPlansOnAnotherFileIsToldHowToGoOnWhereTheRunIs() {
    var database = new UntouchedFile(file(), true, LIMITS, journal(), new StopSignal());

    assertThat(Place.TERMINAL.during(database::adviceIfOther))
        .endsWith("; then give the command again.");
  }
}
