package dev.drawbridge.runner;

import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.LostConnection;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.EndedException;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Fate;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Progress.Script;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The end of a run that something unexpected has ended: a signal, a lost connection, a defect. */
final class UnexpectedEnding {

  private UnexpectedEnding() {}

  /** The end that {@code thrown} means; {@code quote} makes others' words fit for a sentence. */
  static Ending of(
      Throwable thrown, StopSignal stop, Progress progress, UnaryOperator<String> quote) {
    if (thrown instanceof EndedException decided) {
      return decided.ending();
    }
    var lost = LostConnection.in(thrown);
    var script = progress.script();
    var fate = script == null ? null : Fate.ofFailed(script, lost.isPresent());
    var reason = stop.reason();
    if (reason.isPresent()) {
      return interrupted(reason.get(), script, fate, progress);
    }
    if (isOutOfMemory(thrown)) {
      return outOfMemory(script, fate, progress);
    }
    return lost.isEmpty()
        ? defect(thrown, progress, quote)
        : lost(lost.get(), quote, script, fate, progress);
  }

  /** The run was asked to stop because of {@code reason}, but did not come back in time. */
  static Ending abandoned(Reason reason, Progress progress) {
    var script = progress.script();
    return interrupted(reason, script, script == null ? null : Fate.ofAbandoned(script), progress);
  }

  private static Ending interrupted(
      Reason reason, @Nullable Script script, @Nullable Fate fate, Progress progress) {
    var why =
        reason == Reason.DEADLINE_EXCEEDED
            ? "The deadline passed"
            : "The run was stopped from outside";
    var again = Place.here().retry();
    var advice =
        reason == Reason.DEADLINE_EXCEEDED
            ? "Raise guardrails.deadline, or make the scripts faster; then %s.".formatted(again)
            : "To run it again, %s.".formatted(again);
    return ending(Exit.INTERRUPTED, reason, why, script, fate, progress, advice);
  }

  private static boolean isOutOfMemory(Throwable thrown) {
    var cause = thrown;
    while (cause != null && !(cause instanceof OutOfMemoryError)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static Ending outOfMemory(
      @Nullable Script script, @Nullable Fate fate, Progress progress) {
    return ending(
        script == null ? Exit.INTERNAL_ERROR : Exit.MIGRATION_FAILED,
        Reason.OUT_OF_MEMORY,
        "The runner had too little memory",
        script,
        fate,
        progress,
        "Let the script return or remark less, or apply it by a tool of its own (run).");
  }

  private static Ending lost(
      SQLException problem,
      UnaryOperator<String> quote,
      @Nullable Script script,
      @Nullable Fate fate,
      Progress progress) {
    var said = Clip.beside(quote.apply(ServerError.of(problem).words()), "");
    return LostConnection.isNotGranted(problem)
        ? ending(
            Exit.INTERRUPTED,
            Reason.TOO_MANY_CONNECTIONS,
            "The database had no session left (%s)".formatted(said),
            script,
            fate,
            progress,
            "A run needs two at once. When there are enough, %s.".formatted(Place.here().retry()))
        : ending(
            Exit.INTERRUPTED,
            Reason.INTERRUPTED,
            "The connection to the database was lost (%s)".formatted(said),
            script,
            fate,
            progress,
            "When the database is well again, %s.".formatted(Place.here().retry()));
  }

  private static Ending ending(
      Exit exit,
      Reason reason,
      String why,
      @Nullable Script script,
      @Nullable Fate fate,
      Progress progress,
      String advice) {
    return new Ending(
        exit,
        reason,
        sentences(why, script, fate, progress, advice),
        script == null ? null : new Closing.Failure(script.name(), null, null, null, advice));
  }

  private static Sentences sentences(
      String why, @Nullable Script script, @Nullable Fate fate, Progress progress, String advice) {
    if (script == null && progress.rehearsed() != null) {
      var what =
          "%s during the rehearsal, in %s: it was rolled back; %s."
              .formatted(why, progress.rehearsed(), progress.standing());
      return new Sentences(what, Standing.NOTHING_APPLIED, advice);
    }
    if (Place.here() == Place.FOLLOW_UP) {
      return new Sentences(why + ". It only checks.", Standing.NOTHING_APPLIED, advice);
    }
    if (script == null || fate == null) {
      var what = "%s. No script was under way; %s.".formatted(why, progress.standing());
      return new Sentences(what, Standing.NOT_TOLD, advice);
    }
    var what = "%s while %s ran: %s.".formatted(why, script.name(), fate.words());
    return new Sentences(what, Standing.of(progress, script, fate), advice);
  }

  private static Ending defect(Throwable thrown, Progress progress, UnaryOperator<String> quote) {
    var said = thrown.getMessage() == null ? "no reason given" : quote.apply(thrown.getMessage());
    return Ending.of(
        Exit.INTERNAL_ERROR,
        Reason.INTERNAL_ERROR,
        new Sentences(
            "A defect of Drawbridge: %s: %s."
                .formatted(thrown.getClass().getName(), Clip.beside(said, "")),
            Standing.of(progress),
            Place.here().log() + " has the details; please report it."));
  }
}
