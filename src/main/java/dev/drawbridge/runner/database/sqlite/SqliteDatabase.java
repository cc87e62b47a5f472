package dev.drawbridge.runner.database.sqlite;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database that is a file on a claim. */
public final class SqliteDatabase implements RunDatabase {

  private final DatabaseFile file;
  private final String holder;
  private final @Nullable String identity;
  private final Journal journal;
  private final StopSignal stop;
  private final SqliteBlockers blockers;
  private final SqliteSessions sessions;

  /**
   * @param holder who works on it, for others that have to wait
   * @param identity of the database that was verified before; null if none was
   */
  public SqliteDatabase(
      DatabaseFile file,
      boolean enforcesForeignKeys,
      String holder,
      @Nullable String identity,
      Limits limits,
      Journal journal,
      StopSignal stop) {
    this.file = file;
    this.holder = holder;
    this.identity = identity;
    this.journal = journal;
    this.stop = stop;
    this.blockers = new SqliteBlockers(journal);
    var place = file.path().toString();
    this.sessions = new SqliteSessions(place, enforcesForeignKeys, limits, stop, blockers);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  /** Tools open the file by its path, which their container is told. */
  @Override
  public void letToolsIn(SharedFolder shared) throws IOException {
    Files.createDirectories(shared.access());
  }

  @Override
  public ReachedDatabase reach() {
    stop.check();
    file.requireFileOrNothing();
    var isNew = !file.exists();
    if (isNew) {
      refuseLostFile();
      file.create();
    }
    try {
      return new Reached(LockFile.open(file.lockFile()), isNew);
    } catch (IOException failed) {
      throw new FileTrouble(file.display()).refused(failed);
    }
  }

  /** An empty file in the place of one that was verified would be filled as if nothing had been. */
  private void refuseLostFile() {
    if (identity != null) {
      throw DatabaseFile.refused(
          Reason.OTHER_DATABASE,
          "%s is gone, but this Migration was verified in it (%s). Put it back from a backup and %s. To begin with an empty database, write another path to spec.database.sqlite, or delete the Migration and create it anew."
              .formatted(file.display(), identity, Place.here().retry()));
    }
  }

  /** It holds a file that runs lock. */
  private final class Reached implements ReachedDatabase {

    private final LockFile lockFile;
    private final RunLock lock;

    Reached(LockFile lockFile, boolean isNew) {
      this.lockFile = lockFile;
      var opening = new Opening(file, sessions, journal, isNew);
      this.lock = new RunLock(file, lockFile, holder, opening, journal, stop);
    }

    @Override
    public Closing.Database identity() {
      try {
        return new Closing.Database(lockFile.mark(), file.name());
      } catch (IOException unreadable) {
        throw new FileTrouble(file.display()).refused(unreadable);
      }
    }

    @Override
    public String adviceIfOther() {
      var marks = file.lockFile().getFileName();
      return "If the volume was made anew for good, write another path or claim to spec.database.sqlite: only that clears what was verified. If it is the same database and only the file %s beside it was lost, write what stands before the slash into that file as its only line. Else mount the right volume; then %s."
          .formatted(marks, Place.here().retry());
    }

    @Override
    public DatabaseLock lock() {
      return lock;
    }

    @Override
    public @Nullable String schema() {
      return null;
    }

    @Override
    public Optional<Connection> observer() {
      return Optional.empty();
    }

    @Override
    public Blockers watch() {
      return blockers;
    }

    @Override
    public void lookBack(RunPhase phase) throws SQLException {
      new ForeignKeys(sessions, phase, journal).look();
    }

    @Override
    public void close() throws SQLException {
      try {
        lockFile.close();
      } catch (IOException failed) {
        throw new SQLException("cannot close " + file.lockFile(), failed);
      }
    }
  }
}
