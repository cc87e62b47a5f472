package dev.drawbridge.runner.database;

import dev.drawbridge.runner.process.Place;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.sqlite.SQLiteException;

/**
 * What SQLite said. It has no SQL states, but names for its errors; and it does not say where in a
 * statement it stopped reading.
 */
record SqliteError(SQLiteException problem) implements ServerError {

  /** The driver writes its own words for the error before those of SQLite in parentheses. */
  private static final Pattern FORM = Pattern.compile("\\[\\w+] .*?\\((.*)\\)", Pattern.DOTALL);

  private static final Pattern NOTHING_THERE = Pattern.compile("no such (table|column): .*");

  @Override
  public String words() {
    var form = FORM.matcher(String.valueOf(problem.getMessage()));
    return form.matches() ? form.group(1) : String.valueOf(problem.getMessage());
  }

  @Override
  public String state() {
    return problem.getResultCode().name();
  }

  @Override
  public String namedState() {
    return "SQLite error " + state();
  }

  /** Many codes are refinements of one: the first eight bits of a code are that one. */
  @Override
  public Trouble trouble() {
    return switch (problem.getResultCode().code & 0xFF) {
      case 5, 6 -> Trouble.LOCK_TIMEOUT;
      case 9 -> Trouble.CANCELLED;
      case 3, 23 -> Trouble.MISSING_RIGHT;
      case 8 -> Trouble.READ_ONLY;
      case 13 -> Trouble.DISK_FULL;
      case 11, 26 -> Trouble.DAMAGED;
      default -> NOTHING_THERE.matcher(words()).matches() ? Trouble.NOTHING_THERE : Trouble.OTHER;
    };
  }

  @Override
  public String adviceOfRight() {
    return "Let %s write to the file and to its folder".formatted(Place.here().userOfFiles());
  }

  /** It uses one code for the file and for what it writes beside it to sort much. */
  @Override
  public String adviceOfRoom() {
    return "There is no room left, on the volume of the file or in /tmp, where SQLite sorts what is large: enlarge the claim, or free some of it or of the disk of the pod's node";
  }

  @Override
  public OptionalInt lineIn(String statement) {
    return OptionalInt.empty();
  }
}
