package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.LockWait;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
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
      new LockWait("the lock on " + file.display(), journal, stop)
          .until(() -> lock.tryLock(holder), this::other);
      opening.open();
      key = LockFile.key(file.path());
    } catch (IOException failed) {
      throw new FileTrouble(file.display()).refused(failed);
    }
  }

  /** The system has unlocked what a dead process held, and SQLite rolls back what it left. */
  @Override
  public void endOrphans() {}

  private Optional<String> other() throws IOException {
    return Optional.of(lock.holder()).filter(other -> !other.isEmpty());
  }

  /** Somebody may have put another file into the database's place, or have removed the lock's. */
  @Override
  public void verify() {
    if (!lock.isHeld() || !Objects.equals(key, keyNow())) {
      throw Ending.of(
              Exit.INTERRUPTED,
              Reason.INTERRUPTED,
              "Somebody has replaced or removed %s or %s during the run, so this run was ended: what it had written may be in a file that nobody sees any more. Look at what is there now, then %s."
                  .formatted(file.display(), file.lockFile().getFileName(), Place.here().retry()))
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
