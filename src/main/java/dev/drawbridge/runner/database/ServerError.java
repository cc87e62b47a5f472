package dev.drawbridge.runner.database;

import java.sql.SQLException;
import java.util.OptionalInt;
import org.sqlite.SQLiteException;

/** What a database said when it refused something, without what its driver adds. */
public sealed interface ServerError permits PostgresError, SqliteError {

  static ServerError of(SQLException problem) {
    return problem instanceof SQLiteException exact
        ? new SqliteError(exact)
        : new PostgresError(problem);
  }

  SQLException problem();

  /** The database's own words, else the driver's. */
  String words();

  /** The SQL state or the database's own name of the error; empty if there is none. */
  String state();

  /** The state with what it is, as in "SQL state 42P01"; empty if there is none. */
  String namedState();

  Trouble trouble();

  /** What to do where a right is missing, as a sentence without its dot. */
  String adviceOfRight();

  /** What to do where no room is left, as a sentence without its dot. */
  String adviceOfRoom();

  /**
   * The line of {@code statement} that the database points at, from 1; empty if it points nowhere.
   */
  OptionalInt lineIn(String statement);

  /** The state as the end of a sentence: in parentheses, after a space; empty if there is none. */
  default String toldState() {
    return state().isEmpty() ? "" : " (" + namedState() + ")";
  }
}
