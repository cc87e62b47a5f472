package dev.drawbridge.runner.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.statement.FailedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What to do about an undo script that has failed. */
class UndoProblemTest {

  private static String message(SQLException failed) {
    var statement =
        new FailedStatement("U2__two.sql", 1, "drop table two", failed, Duration.ofMillis(3));
    var problem =
        new UndoProblem(
            statement,
            "it said no",
            Fate.ROLLED_BACK,
            List.of(),
            "the schema stays at 2",
            Optional.empty(),
            new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5)));
    assertThat(problem.ending().reason()).isEqualTo(Reason.MISSING_RIGHT);
    return problem.ending().message();
  }

  @Test
  void rightOnAServerIsGrantedToTheUserOfTheSecret() {
    assertThat(Place.ROLLBACK.during(() -> message(new SQLException("denied", "42501"))))
        .endsWith("Grant the right to the user of the Secret, then create a new Rollback.");
  }

  @Test
  void rightOnAFileIsGivenToTheUserOfThePod() {
    var denied = new SQLiteException("denied", SQLiteErrorCode.SQLITE_PERM);

    assertThat(Place.ROLLBACK.during(() -> message(denied)))
        .endsWith(
            "Let the user of the run's pod (spec.pod.securityContext) write to the file and to its"
                + " folder, then create a new Rollback.");
  }
}
