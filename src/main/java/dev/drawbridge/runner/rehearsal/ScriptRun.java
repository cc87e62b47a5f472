package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary.Longest;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.script.SqlExtent;
import dev.drawbridge.runner.script.SqlSplitter;
import dev.drawbridge.runner.script.SqlStatement;
import dev.drawbridge.runner.statement.FailedStatement;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One script in the rehearsal: its statements one by one, and what is seen after each. */
final class ScriptRun {

  /**
   * Rows are written by weak locks, so a thousand such statements in a row are not all looked at.
   */
  private static final Set<String> PLAIN =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "WITH", "VALUES");

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final String script;
  private final String sql;
  private final ScriptSession session;
  private final LockReader locks;
  private final Rewrites rewrites;
  private final ScriptLocks taken = new ScriptLocks();
  private Duration time = Duration.ZERO;
  private @Nullable Longest longest;
  private long lookedAt = System.nanoTime() - BETWEEN_LOOKS.toNanos();

  /** A statement; a plain one only reads and writes rows. */
  private record Part(SqlExtent extent, boolean isPlain) {

    static Part of(SqlStatement statement) {
      var words = statement.words();
      return new Part(statement.extent(), !words.isEmpty() && PLAIN.contains(words.getFirst()));
    }
  }

  /**
   * @param sql with its placeholders filled
   */
  ScriptRun(String script, String sql, ScriptSession session, LockReader locks, Rewrites rewrites) {
    this.script = script;
    this.sql = sql;
    this.session = session;
    this.locks = locks;
    this.rewrites = rewrites;
  }

  ScriptRehearsal run() throws FailedStatement, SQLException {
    var parts = new ArrayList<Part>();
    SqlSplitter.split(sql, statement -> parts.add(Part.of(statement)));
    for (var part : parts) {
      run(part);
    }
    if (!parts.isEmpty()) {
      var line = parts.getLast().extent().line();
      look(line, time.toMillis());
      time = time.plus(session.checkConstraints(script, line));
    }
    var millis = time.toMillis();
    return new ScriptRehearsal(
        parts.size(),
        millis,
        longest,
        taken.list(script, millis),
        taken.blockOthers(),
        taken.describe(millis),
        rewrites.newOnes());
  }

  private void run(Part part) throws FailedStatement, SQLException {
    var extent = part.extent();
    var since = time.toMillis();
    var needed = session.run(script, sql, extent);
    time = time.plus(needed);
    if (!session.isWithinItsTransaction()) {
      throw escaped(extent.line());
    }
    if (longest == null || needed.toMillis() > longest.millis()) {
      longest = new Longest(script, extent.line(), needed.toMillis());
    }
    if (!part.isPlain() || System.nanoTime() - lookedAt >= BETWEEN_LOOKS.toNanos()) {
      look(extent.line(), since);
    }
  }

  private void look(int line, long since) throws SQLException {
    var seen = locks.newOnes();
    taken.add(seen, line, since);
    rewrites.watch(seen);
    lookedAt = System.nanoTime();
  }

  /** No rule has seen it coming, so it is found out too late: better now than never. */
  private RuntimeException escaped(int line) {
    return new Ending(
            Exit.MIGRATION_FAILED,
            Reason.TRANSACTION_CONTROL,
            new Sentences(
                "Rehearsal: %s, line %d, has ended the transaction of the rehearsal."
                    .formatted(script, line),
                new Standing(
                    "What came before it may be applied, although the history does not say so."),
                "Look at the database, take the statement out of the script, then %s."
                    .formatted(Place.here().retry())),
            new Closing.Failure(script, line, null, null, null))
        .asException();
  }
}
