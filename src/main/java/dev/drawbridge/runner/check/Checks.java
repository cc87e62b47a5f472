package dev.drawbridge.runner.check;

import dev.drawbridge.api.Check;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  /** Asks {@code checks}, which belong to {@code phase}. */
  public void run(RunPhase phase, List<Check> checks) throws SQLException {
    run(phase, checks, AskingAgain.NONE);
  }

  /** The same; those that do not pass are asked again as {@code again} says. */
  public void run(RunPhase phase, List<Check> checks, AskingAgain again) throws SQLException {
    if (checks.isEmpty()) {
      return;
    }
    var failed = new FailedChecks();
    try (var session = sessions.open()) {
      for (var check : checks) {
        stop.check();
        var result = run(phase, session, check, again);
        if (!result.passed()) {
          failed.add(check, result);
        }
      }
    }
    if (!failed.isEmpty()) {
      throw ending(phase, failed, checks.size()).asException();
    }
  }

  /**
   * A check that was a container of the user's, which has ended with exit code 0.
   *
   * @param refusal its last line, if that says that all is not well
   */
  public void settle(RunPhase phase, Check check, Optional<String> refusal, Duration since) {
    var said = refusal.map(line -> ", but it said last: " + Clip.beside(journal.quote(line), ""));
    var found = "exit code 0" + said.orElse("");
    var result = CheckResult.compared(said.isEmpty(), new Assertion(found, "exit code 0"));
    tell(phase, check, result, since.toMillis());
    if (!result.passed()) {
      var failed = new FailedChecks();
      failed.add(check, result);
      throw ending(phase, failed, 1).asException();
    }
  }

  private static Ending ending(RunPhase phase, FailedChecks failed, int count) {
    return phase == RunPhase.PREFLIGHT
        ? failed.ending(
            Exit.PREFLIGHT_FAILED, Reason.PREFLIGHT_FAILED, count, Standing.NOTHING_APPLIED)
        : failed.ending(
            Exit.VERIFICATION_FAILED,
            reason(phase),
            count,
            new Standing(Place.here().appliedButFailed()));
  }

  private static Reason reason(RunPhase phase) {
    return switch (phase) {
      case SMOKE -> Reason.SMOKE_FAILED;
      case MONITOR -> Reason.LOOK_FAILED;
      case PREFLIGHT,
          REVIEW,
          REHEARSAL,
          EXPORT,
          BACKUP,
          MIGRATE,
          TOOL,
          UNDO,
          RESTORE,
          VERIFY,
          END ->
          Reason.VERIFICATION_FAILED;
    };
  }

  private CheckResult run(RunPhase phase, Connection session, Check check, AskingAgain again)
      throws SQLException {
    var started = System.nanoTime();
    var result = again.untilPassed(check, () -> look(session, check, again), stop);
    tell(phase, check, result, Duration.ofNanos(System.nanoTime() - started).toMillis());
    return result;
  }

  private void tell(RunPhase phase, Check check, CheckResult result, long millis) {
    if (result.passed()) {
      progress.passed();
    }
    var state = result.passed() ? State.PASSED : State.FAILED;
    journal.tell(phase, state, check.name(), result.told(), millis, result.assertion());
  }

  private CheckResult look(Connection session, Check check, AskingAgain again) throws SQLException {
    try {
      if (check.http() != null) {
        return new HttpCheck(HttpCheck.ONE_ATTEMPT, stop, journal::redact)
            .run(check.http(), again.within(check.http()));
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
