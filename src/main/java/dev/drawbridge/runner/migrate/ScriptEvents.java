package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * Follows Flyway from script to script and from statement to statement. A script is told as applied
 * only when Flyway goes on to the next or has returned, for only then is it committed.
 */
final class ScriptEvents implements Callback {

  private static final Set<Event> FOLLOWED =
      EnumSet.of(
          Event.BEFORE_EACH_MIGRATE,
          Event.AFTER_EACH_MIGRATE,
          Event.BEFORE_EACH_MIGRATE_STATEMENT,
          Event.AFTER_EACH_MIGRATE_STATEMENT,
          Event.AFTER_EACH_MIGRATE_STATEMENT_ERROR);

  private final Sessions sessions;
  private final DatabaseLock lock;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final List<String> outsideTransactions;
  private final String repair;
  private List<String> invalidBefore = List.of();
  private @Nullable RuntimeException ending;
  private @Nullable Finished finished;
  private long scriptStarted;
  private long statementStarted;

  /** A script that is done, but perhaps not committed yet. */
  private record Finished(MigrationInfo script, long millis) {}

  ScriptEvents(
      Sessions sessions,
      DatabaseLock lock,
      Blockers blockers,
      Journal journal,
      Progress progress,
      StopSignal stop,
      List<String> outsideTransactions,
      String repair) {
    this.sessions = sessions;
    this.lock = lock;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.outsideTransactions = outsideTransactions;
    this.repair = repair;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return FOLLOWED.contains(event);
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public String getCallbackName() {
    return "drawbridge";
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      follow(event, context);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    } catch (RuntimeException end) {
      ending = end;
      throw end;
    }
  }

  private void follow(Event event, Context context) throws SQLException {
    switch (event) {
      case BEFORE_EACH_MIGRATE -> beginScript(context);
      case AFTER_EACH_MIGRATE -> {
        var millis = millisSince(scriptStarted);
        finished = new Finished(context.getMigrationInfo(), millis);
        progress.commits();
      }
      case BEFORE_EACH_MIGRATE_STATEMENT -> {
        stop.check();
        blockers.forget();
        statementStarted = System.nanoTime();
        sessions.begin(context.getConnection());
      }
      case AFTER_EACH_MIGRATE_STATEMENT, AFTER_EACH_MIGRATE_STATEMENT_ERROR ->
          sessions.end(context.getConnection());
      // Flyway's list is long and grows; of the others we have asked for none.
      default -> throw new IllegalStateException("not an event that is followed: " + event);
    }
  }

  private void beginScript(Context context) throws SQLException {
    tellFinished();
    stop.check();
    lock.verify();
    sessions.limit(context.getConnection());
    var script = context.getMigrationInfo();
    var transactional = !outsideTransactions.contains(script.getScript());
    if (!transactional) {
      invalidBefore = sessions.catalog(context.getConnection(), null).invalidIndexes();
    }
    progress.begin(
        script.getScript(), transactional, Progress.Script.LOOK_AT_ITS_ROW.formatted(repair));
    journal.tell(RunPhase.MIGRATE, State.STARTED, subject(script), null);
    scriptStarted = System.nanoTime();
    statementStarted = scriptStarted;
    enter(context.getConnection());
  }

  /** It may have to wait for others, as a statement has to. */
  private void enter(Connection session) throws SQLException {
    blockers.forget();
    sessions.begin(session);
    try {
      sessions.enter(session);
    } finally {
      sessions.end(session);
    }
  }

  /** The script before this moment is committed. */
  void tellFinished() {
    var done = finished;
    if (done != null) {
      var version = done.script().getVersion();
      progress.applied(version == null ? null : version.getVersion());
      journal.tell(RunPhase.MIGRATE, State.APPLIED, subject(done.script()), null, done.millis());
      finished = null;
    }
  }

  /** Flyway has failed: a script that was done is told if {@code history} has it. */
  void settle(History history) {
    var done = finished;
    if (done != null && history.hasApplied(done.script())) {
      tellFinished();
    }
    finished = null;
  }

  /** The end that one of our own checks within Flyway has decided. */
  Optional<RuntimeException> ending() {
    return Optional.ofNullable(ending);
  }

  /** The invalid indexes that were there before the last script that ran outside a transaction. */
  List<String> invalidBefore() {
    return invalidBefore;
  }

  /** How long the last statement ran. */
  Duration statementTime() {
    return Duration.ofMillis(millisSince(statementStarted));
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  /** Version and description: what people call the script. */
  static String subject(MigrationInfo script) {
    var version = script.getVersion();
    return (version == null ? "R" : version.getVersion()) + " " + script.getDescription();
  }
}
