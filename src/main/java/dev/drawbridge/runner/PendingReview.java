package dev.drawbridge.runner;

import dev.drawbridge.api.Guardrails;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.Pending;
import dev.drawbridge.runner.process.Count;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.review.Finding;
import dev.drawbridge.runner.review.Notes;
import dev.drawbridge.runner.review.Review;
import dev.drawbridge.runner.review.Review.Allowed;
import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.undo.UndoPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say about the scripts that are going to be applied. It is told before anything
 * is changed, and ends the run if a rule is broken that must not be.
 */
final class PendingReview {

  /** A timeline has room for 50 lines, and others need some of them. */
  private static final int MOST_LINES = 9;

  private final Dialect dialect;
  private final Guardrails limits;
  private final Journal journal;
  private int lines;
  private int untold;
  private int losing;

  PendingReview(Dialect dialect, Guardrails limits, Journal journal) {
    this.dialect = dialect;
    this.limits = limits;
    this.journal = journal;
  }

  /** {@code usual} is the schema of the history where a step names none. */
  void look(List<Pending> steps, @Nullable String usual) {
    var notes = new Notes(limits.refusesDestructive());
    var reviewer = new Reviewer(notes, dialect);
    for (var step : steps) {
      var placeholders = new Placeholders(step.placeholders());
      var named = step.schema() == null ? usual : step.schema();
      var schema = named == null ? Reviewer.USUAL_SCHEMA : named;
      for (var script : step.scripts()) {
        reviewer.read(script.file(), placeholders.fill(script.text()), schema);
      }
    }
    conclude(notes.review());
  }

  /** The same of undo scripts, which may take away what they like. */
  void lookAtUndo(UndoPlan plan, FlywayStep step, @Nullable String usual) {
    var notes = new Notes(false);
    var reviewer = new Reviewer(notes, dialect);
    var placeholders = new Placeholders(step.placeholders());
    var named = step.schema() == null ? usual : step.schema();
    for (var script : plan.scripts()) {
      reviewer.readUndo(
          script.undo().file(),
          placeholders.fill(script.undo().text()),
          named == null ? Reviewer.USUAL_SCHEMA : named);
    }
    conclude(notes.review());
  }

  /** How many findings tell of data that is lost. */
  int losing() {
    return losing;
  }

  private void conclude(Review review) {
    tell(review);
    losing =
        (int)
            review.findings().stream()
                .filter(finding -> finding.rule().reason() == Reason.DESTRUCTIVE)
                .count();
    RefusedScripts.refuse(review.errors());
  }

  /** Errors first: they end the run. */
  private void tell(Review review) {
    review.errors().forEach(error -> tell(State.FAILED, error));
    review.findings().stream()
        .filter(finding -> !finding.isError())
        .forEach(finding -> tell(State.WARNING, finding));
    review.allowed().forEach(this::tell);
    var more = untold + review.leftOut();
    if (more > 0) {
      journal.tell(
          RunPhase.REVIEW,
          State.WARNING,
          "scripts",
          Count.of(more, "more finding") + "; drawbridge check shows them all");
    }
  }

  private void tell(State state, Finding finding) {
    tell(state, finding.place(), "%s (%s)".formatted(finding.message(), finding.rule().id()));
  }

  private void tell(Allowed allowed) {
    var finding = allowed.finding();
    tell(
        State.FOUND,
        finding.place(),
        "%s is allowed by the script: %s".formatted(finding.rule().id(), allowed.why()));
  }

  private void tell(State state, String subject, String message) {
    if (lines < MOST_LINES) {
      lines++;
      journal.tell(RunPhase.REVIEW, state, subject, message);
    } else {
      untold++;
    }
  }
}
