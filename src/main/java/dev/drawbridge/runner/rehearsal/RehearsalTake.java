package dev.drawbridge.runner.rehearsal;

import dev.drawbridge.report.PlanSummary.Rehearsed;
import dev.drawbridge.runner.database.LostConnection;
import dev.drawbridge.runner.database.SqlState;
import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.statement.FailedStatement;
import dev.drawbridge.runner.statement.FilledScript;
import dev.drawbridge.runner.statement.ScriptSession;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One time through all scripts of a plan, in one transaction. */
final class RehearsalTake {

  private final ScriptSession session;
  private final LockReader locks;
  private final Rewrites rewrites;
  private final StepSchemas schemas;
  private final RehearsalLines lines;
  private final Progress progress;
  private final UnaryOperator<String> quote;
  private final Findings findings = new Findings();

  /** What was not done although later scripts may need it; null if all was done so far. */
  private @Nullable String missing;

  /** Why no script is tried any more; null if they are. */
  private @Nullable String over;

  /** {@code quote} makes others' words fit for a sentence of ours. */
  RehearsalTake(
      ScriptSession session,
      LockReader locks,
      RehearsalLines lines,
      Progress progress,
      UnaryOperator<String> quote)
      throws SQLException {
    this.session = session;
    this.locks = locks;
    this.rewrites = new Rewrites(session.connection());
    this.schemas = new StepSchemas(session, quote);
    this.quote = quote;
    this.lines = lines;
    this.progress = progress;
  }

  /** What it shows. Nothing is rolled back yet. */
  Rehearsed run(Plan plan, List<Pending> pending) throws FailedStatement, SQLException {
    var begun = System.nanoTime();
    for (var planned : plan.steps()) {
      switch (planned) {
        case PlannedStep.Scripts scripts -> run(step(scripts, pending));
        case PlannedStep.Tool tool -> {
          if (!tool.reached()) {
            leave(tool.title(), "it is a tool of its own");
          }
        }
      }
    }
    lines.finish();
    return findings.sum((System.nanoTime() - begun) / 1_000_000);
  }

  private static Pending step(PlannedStep.Scripts scripts, List<Pending> pending) {
    return pending.stream()
        .filter(step -> step.planned().place() == scripts.place())
        .findFirst()
        .orElseThrow();
  }

  private void run(Pending step) throws FailedStatement, SQLException {
    // Once it is over, a failed statement may have left a transaction that takes no other one.
    if (over == null && !step.scripts().isEmpty()) {
      schemas.create(step.schemas());
    }
    for (var script : step.scripts()) {
      session.stop().check();
      if (over != null) {
        leave(script.file(), over);
      } else if (!script.transactional()) {
        leave(script.file(), "it runs outside a transaction");
      } else {
        rehearse(script, step);
      }
    }
  }

  private void leave(String subject, String why) {
    missing = subject;
    findings.leave(subject, why);
    lines.tellLeft(subject, why);
  }

  private void rehearse(Script script, Pending step) throws FailedStatement, SQLException {
    progress.rehearses(script.file());
    var needed = missing;
    var savepoint = needed == null ? null : session.connection().setSavepoint();
    try {
      schemas.enter(step.schemas());
      var sql = FilledScript.of(script, step.placeholders(), session);
      var shown = new ScriptRun(script.file(), sql, session, locks, rewrites).run();
      findings.add(shown);
      lines.tell(script.file(), shown);
    } catch (FailedStatement failed) {
      var why = excuse(failed, needed);
      if (why == null) {
        throw failed;
      }
      if (savepoint != null) {
        session.connection().rollback(savepoint);
      }
      leave(script.file(), why);
      over = "it comes after " + script.file() + ", which was not rehearsed";
    }
  }

  /** Why a failure is none of the script's own; null if it is. */
  private @Nullable String excuse(FailedStatement failed, @Nullable String needed) {
    var problem = failed.error().problem();
    if (session.stop().reason().isPresent() || LostConnection.is(problem)) {
      return null;
    }
    var limit = OneTransaction.limit(failed);
    if (findings.scripts() > 0 && limit.isPresent()) {
      return limit.get();
    }
    return needed == null || failed.error().state().equals(SqlState.LOCK_TIMEOUT)
        ? null
        : "line %d fails without %s, which was not rehearsed: %s"
            .formatted(failed.line(), needed, quote.apply(failed.error().words()));
  }
}
