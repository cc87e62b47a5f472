package dev.drawbridge.runner.database;

import java.sql.SQLException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database said when it refused something, without what its driver adds. */
public record ServerError(SQLException problem) {

  /** The server's own words, else the driver's. */
  public String words() {
    var server = server();
    var said = server == null ? problem.getMessage() : server.getMessage();
    return said == null ? "no reason given" : said;
  }

  /** The SQL state; empty if there is none. */
  public String state() {
    return problem.getSQLState() == null ? "" : problem.getSQLState();
  }

  /**
   * The line of {@code statement} that the server points at, from 1; empty if it points nowhere.
   */
  public OptionalInt lineIn(String statement) {
    var server = server();
    var position = server == null ? 0 : server.getPosition();
    if (position < 1) {
      return OptionalInt.empty();
    }
    // The server counts characters, and Java counts two letters for some of them.
    var characters = Math.min(position - 1L, statement.codePointCount(0, statement.length()));
    var before = statement.substring(0, statement.offsetByCodePoints(0, (int) characters));
    return OptionalInt.of(1 + (int) before.chars().filter(letter -> letter == '\n').count());
  }

  private @Nullable ServerErrorMessage server() {
    return problem instanceof PSQLException exact ? exact.getServerErrorMessage() : null;
  }
}
