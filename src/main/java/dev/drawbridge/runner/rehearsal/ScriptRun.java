package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary.Longest;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.script.SqlExtent;
import dev.drawbridge.runner.script.SqlSplitter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** One script in the rehearsal: its statements one by one, and what is seen after each. */
final class ScriptRun {

  /**
   * What the commit of the script would do. The constraints are deferred again after that, or
   * scripts that come later could not put the child before its parent.
   */
  private static final String AS_AT_THE_COMMIT = "set constraints all immediate";

  private static final String AS_BEFORE = "set constraints all deferred";

  private final String script;
  private final String sql;
  private final RehearsalSession session;
  private final LockReader locks;
  private final Rewrites rewrites;
  private final ScriptLocks taken = new ScriptLocks();
  private Duration time = Duration.ZERO;
  private @Nullable Longest longest;

  /**
   * @param sql with its placeholders filled
   */
  ScriptRun(
      String script, String sql, RehearsalSession session, LockReader locks, Rewrites rewrites) {
    this.script = script;
    this.sql = sql;
    this.session = session;
    this.locks = locks;
    this.rewrites = rewrites;
  }

  ScriptRehearsal run() throws FailedStatement, SQLException {
    var extents = new ArrayList<SqlExtent>();
    SqlSplitter.split(sql, statement -> extents.add(statement.extent()));
    for (var extent : extents) {
      run(extent);
    }
    if (!extents.isEmpty()) {
      var end = new SqlExtent(extents.getLast().line(), 0, AS_AT_THE_COMMIT.length(), -1, -1);
      time = time.plus(session.run(script, AS_AT_THE_COMMIT, end));
      session.set(AS_BEFORE);
    }
    var millis = time.toMillis();
    return new ScriptRehearsal(
        extents.size(),
        millis,
        longest,
        taken.list(script, millis),
        taken.blockOthers(),
        taken.describe(millis),
        rewrites.newOnes());
  }

  private void run(SqlExtent extent) throws FailedStatement, SQLException {
    var since = time.toMillis();
    var needed = session.run(script, sql, extent);
    time = time.plus(needed);
    if (!session.isWithinItsTransaction()) {
      throw escaped(extent.line());
    }
    if (longest == null || needed.toMillis() > longest.millis()) {
      longest = new Longest(script, extent.line(), needed.toMillis());
    }
    var seen = locks.newOnes();
    taken.add(seen, extent.line(), since);
    rewrites.watch(seen);
  }

  /** No rule has seen it coming, so it is found out too late: better now than never. */
  private RuntimeException escaped(int line) {
    return new Ending(
            Exit.MIGRATION_FAILED,
            Reason.TRANSACTION_CONTROL,
            "Rehearsal: %s, line %d, has ended the transaction of the rehearsal: what came before it may be applied, although the history does not say so. Look at the database, take the statement out of the script, then set the annotation drawbridge.dev/retry."
                .formatted(script, line),
            new Closing.Failure(script, line, null, null, null))
        .asException();
  }
}
