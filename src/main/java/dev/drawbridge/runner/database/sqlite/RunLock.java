package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lock of a run on a file. What is dead does not hold it, and is not at work any more. */
final class RunLock implements DatabaseLock {

  private final DatabaseFile file;
  private final LockFile lock;
  private final String holder;
  private final Opening opening;
  private final Journal journal;
  private final StopSignal stop;
  private @Nullable Object key;

  /** {@code holder} is who we are, for others that wait. */
  RunLock(
      DatabaseFile file,
      LockFile lock,
      String holder,
      Opening opening,
      Journal journal,
      StopSignal stop) {
    this.file = file;
    this.lock = lock;
    this.holder = holder;
    this.opening = opening;
    this.journal = journal;
    this.stop = stop;
  }

  @Override
  public void acquire() throws SQLException {
    try {
      await();
      opening.open();
      key = LockFile.key(file.path());
    } catch (IOException failed) {
      throw new FileTrouble(file.display()).refused(failed);
    }
  }

  /** The system has unlocked what a dead process held, and SQLite rolls back what it left. */
  @Override
  public void endOrphans() {}

  private void await() throws IOException {
    var pause = new GrowingPause(Duration.ofMillis(50), Duration.ofSeconds(1));
    var told = "";
    while (!lock.tryLock(holder)) {
      var other = lock.holder();
      if (!other.isEmpty() && !other.equals(told)) {
        journal.tell(
            RunPhase.PREFLIGHT,
            State.WAITING,
            "database lock",
            "held by another run: " + other + ". This run starts when it has ended.");
        told = other;
      }
      if (stop.awaitFor(pause.next())) {
        throw stopped(told);
      }
    }
  }

  /** A deadline that passes here was not too short for the scripts: they never had their turn. */
  private RuntimeException stopped(String other) {
    if (stop.reason().filter(Reason.DEADLINE_EXCEEDED::equals).isEmpty()) {
      return stop.interrupted();
    }
    return Ending.of(
            Exit.INTERRUPTED,
            Reason.DEADLINE_EXCEEDED,
            "The deadline passed while the run waited for the lock on %s, which another run holds: %s. Nothing was applied. Give both Migrations the same database.queue, so that one starts when the other has ended; then set the annotation drawbridge.dev/retry."
                .formatted(file.display(), other.isEmpty() ? "who it is cannot be seen" : other))
        .asException();
  }

  /** Somebody may have put another file into the database's place, or have removed the lock's. */
  @Override
  public void verify() {
    if (!lock.isHeld() || !Objects.equals(key, keyNow())) {
      throw Ending.of(
              Exit.INTERRUPTED,
              Reason.INTERRUPTED,
              "Somebody has replaced or removed %s or %s during the run, so this run was ended: what it had written may be in a file that nobody sees any more. Look at what is there now, then set the annotation drawbridge.dev/retry."
                  .formatted(file.display(), file.lockFile().getFileName()))
          .asException();
    }
  }

  private @Nullable Object keyNow() {
    try {
      return LockFile.key(file.path());
    } catch (java.nio.file.NoSuchFileException gone) {
      return null;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
