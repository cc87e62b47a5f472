package dev.drawbridge.runner.database;

import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.sql.SQLException;

/**
 * The database of a run, of whatever kind. All that one kind does in another way than another is
 * behind this and the interfaces that it leads to; what is done, and in which order, is the same.
 */
public interface RunDatabase {

  /** How it is worked with; also before it was reached, so that this can be cancelled. */
  Sessions sessions();

  /** Reaches it, or ends the run with the reason why that cannot be. Nothing in it is changed. */
  ReachedDatabase reach() throws SQLException;

  /** Writes into {@code shared} what the user's own tools need to reach it too. */
  void letToolsIn(SharedFolder shared) throws IOException;
}
