package dev.drawbridge.runner;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The rule that a Migration stays with the database in which it was verified.
 *
 * @param expected its identity, as system and name joined by a slash; null if it was not verified
 */
record SameDatabase(@Nullable String expected, Progress progress) {

  /** Ends the run if {@code reached} is another one. */
  void require(ReachedDatabase reached) throws SQLException {
    var database = reached.identity();
    progress.seen(database);
    var identity = database.system() + "/" + database.name();
    if (expected != null && !expected.equals(identity)) {
      throw Ending.refused(
              Reason.OTHER_DATABASE,
              "This is database %s, but this Migration was verified in %s."
                  .formatted(identity, expected),
              reached.adviceIfOther())
          .asException();
    }
  }
}
