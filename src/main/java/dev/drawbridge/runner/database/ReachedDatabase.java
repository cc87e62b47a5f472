package dev.drawbridge.runner.database;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.RunPhase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database that was reached. As long as it is not closed, its lock holds. */
public interface ReachedDatabase extends AutoCloseable {

  /** Which database it is, so that what was verified in one is never taken for another's. */
  Closing.Database identity() throws SQLException;

  /** What to do if it is another than expected: sentences. */
  String adviceIfOther();

  /** What keeps other runs away. */
  DatabaseLock lock();

  /** The schema in which names without one are looked for; null if there is none. */
  @Nullable String schema() throws SQLException;

  /** Tells what is noteworthy of the database now that scripts were applied, or undone. */
  void lookBack(RunPhase phase) throws SQLException;

  /** From where it can be seen which locks others hold; empty if the database lists none. */
  Optional<Connection> observer();

  /** Watches whom our statements wait for, until it is closed. */
  Blockers watch();

  @Override
  void close() throws SQLException;
}
