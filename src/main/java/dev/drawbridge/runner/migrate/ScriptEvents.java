package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Phase;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private final Sessions sessions;
  private final DatabaseLock lock;
  private final Blockers blockers;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final List<String> outsideTransactions;
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
      List<String> outsideTransactions) {
    this.sessions = sessions;
    this.lock = lock;
    this.blockers = blockers;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.outsideTransactions = outsideTransactions;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return switch (event) {
      case BEFORE_EACH_MIGRATE,
          AFTER_EACH_MIGRATE,
          BEFORE_EACH_MIGRATE_STATEMENT,
          AFTER_EACH_MIGRATE_STATEMENT,
          AFTER_EACH_MIGRATE_STATEMENT_ERROR ->
          true;
      default -> false;
    };
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
      }
      case BEFORE_EACH_MIGRATE_STATEMENT -> {
        stop.check();
        blockers.forget();
        statementStarted = System.nanoTime();
        sessions.begin(context.getConnection());
      }
      default -> sessions.end(context.getConnection());
    }
  }

  private void beginScript(Context context) throws SQLException {
    tellFinished();
    stop.check();
    lock.verify();
    sessions.limit(context.getConnection());
    var script = context.getMigrationInfo();
    progress.begin(script.getScript(), !outsideTransactions.contains(script.getScript()));
    journal.tell(Phase.MIGRATE, State.STARTED, subject(script), null);
    scriptStarted = System.nanoTime();
  }

  /** The script before this moment is committed. */
  void tellFinished() {
    var done = finished;
    if (done != null) {
      var version = done.script().getVersion();
      progress.applied(version == null ? null : version.getVersion());
      journal.tell(Phase.MIGRATE, State.APPLIED, subject(done.script()), null, done.millis());
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
