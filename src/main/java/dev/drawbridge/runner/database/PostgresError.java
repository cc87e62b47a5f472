package dev.drawbridge.runner.database;

import dev.drawbridge.runner.process.Place;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a PostgreSQL server, or its driver, said. */
record PostgresError(SQLException problem) implements ServerError {

  @Override
  public String words() {
    var server = server();
    var said = server == null ? withoutServer() : server.getMessage();
    return said == null ? "no reason given" : said;
  }

  /** The driver says only that it could not connect, and leaves the name to the cause. */
  private @Nullable String withoutServer() {
    for (var cause = problem.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException unknown) {
        var host = String.valueOf(unknown.getMessage()).replaceFirst(":.*", "");
        return "there is no host of the name " + host;
      }
    }
    return problem.getMessage();
  }

  @Override
  public String state() {
    return problem.getSQLState() == null ? "" : problem.getSQLState();
  }

  @Override
  public String namedState() {
    return "SQL state " + state();
  }

  @Override
  public Trouble trouble() {
    if (LostConnection.is(problem)) {
      return Trouble.CONNECTION_LOST;
    }
    return switch (state()) {
      case SqlState.LOCK_TIMEOUT -> Trouble.LOCK_TIMEOUT;
      case SqlState.CANCELLED -> Trouble.CANCELLED;
      case SqlState.MISSING_RIGHT -> Trouble.MISSING_RIGHT;
      case "25006" -> Trouble.READ_ONLY;
      case "42P01", "3F000", "42703" -> Trouble.NOTHING_THERE;
      case "53100" -> Trouble.DISK_FULL;
      case "XX001", "XX002" -> Trouble.DAMAGED;
      default -> Trouble.OTHER;
    };
  }

  @Override
  public String adviceOfRight() {
    return "Grant the right to " + Place.here().user();
  }

  @Override
  public String adviceOfRoom() {
    return "The database has no room left: enlarge its volume or free some of it";
  }

  @Override
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
