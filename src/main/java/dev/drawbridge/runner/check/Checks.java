package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of a phase, all of them even when one fails: whoever corrects the first wants to
 * know of the second.
 */
public final class Checks {

  private final Sessions sessions;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final @Nullable String defaultSchema;

  public Checks(
      Sessions sessions,
      Journal journal,
      Progress progress,
      StopSignal stop,
      @Nullable String defaultSchema) {
    this.sessions = sessions;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.defaultSchema = defaultSchema;
  }

  /** Checks before anything is changed. */
  public void preflight(List<Check> checks) throws SQLException {
    run(
        RunPhase.PREFLIGHT,
        checks,
        Exit.PREFLIGHT_FAILED,
        Reason.PREFLIGHT_FAILED,
        "Nothing was applied.");
  }

  /** Checks of the result. */
  public void verify(List<Check> checks) throws SQLException {
    var standing = "The scripts are applied, and the gate stays closed.";
    run(RunPhase.VERIFY, checks, Exit.VERIFICATION_FAILED, Reason.VERIFICATION_FAILED, standing);
  }

  private void run(RunPhase phase, List<Check> checks, Exit exit, Reason reason, String standing)
      throws SQLException {
    if (checks.isEmpty()) {
      return;
    }
    var failed = new FailedChecks();
    try (var session = sessions.open()) {
      for (var check : checks) {
        stop.check();
        var result = run(phase, session, check);
        if (!result.passed()) {
          failed.add(check, result);
        }
      }
    }
    if (!failed.isEmpty()) {
      throw failed.ending(exit, reason, checks.size(), standing).asException();
    }
  }

  private CheckResult run(RunPhase phase, Connection session, Check check) throws SQLException {
    var started = System.nanoTime();
    var result = look(session, check);
    var millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    if (result.passed()) {
      progress.passed();
    }
    journal.tell(
        phase, result.passed() ? State.PASSED : State.FAILED, check.name(), result.told(), millis);
    return result;
  }

  private CheckResult look(Connection session, Check check) throws SQLException {
    try {
      if (check.http() != null) {
        return new HttpCheck(HttpCheck.ONE_ATTEMPT, stop, journal::redact).run(check.http());
      }
      return check.sql() == null
          ? SchemaCheck.run(
              sessions.catalog(session, defaultSchema), Objects.requireNonNull(check.schema()))
          : new SqlCheck(sessions, session, journal::redact).run(check.sql());
    } catch (SQLException failed) {
      stop.check();
      if (session.isClosed()) {
        throw failed;
      }
      var error = ServerError.of(failed);
      var said = Clip.beside(journal.quote(error.words()), "");
      return CheckResult.refused(error, said, check.sql() == null ? null : check.sql().query());
    }
  }
}
