package dev.drawbridge.runner.tool;

import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What can be wrong with a step although its container ended well, put into words.
 *
 * @param quote makes others' words fit for a sentence
 */
record ToolProblem(String title, UnaryOperator<String> quote) {

  private static final Standing STAYS = new Standing("What it has done stays.");

  Ending saysNotOk(String line) {
    return failed(
        Reason.STEP_FAILED,
        "%s ended with exit code 0, but said last: %s."
            .formatted(capitalised(), Clip.beside(quote.apply(line), "")),
        "Correct what it complains of, then " + Place.here().retry() + ".");
  }

  Ending versionNotReached(RunStep.Version version, Optional<String> found) {
    return failed(
        Reason.VERSION_NOT_REACHED,
        "%s ended with exit code 0, but the database is at %s, not at version.to, %s."
            .formatted(
                capitalised(),
                found.map(at -> "version " + Clip.beside(quote.apply(at), "")).orElse("no version"),
                version.to()),
        "Correct version.to or what the step starts" + Place.here().onCorrection() + ".");
  }

  /** {@code hasChanged}: whether this run has changed anything yet. */
  Ending versionNotRead(ServerError error, boolean hasChanged) {
    var what =
        "%s: the query for its version cannot be answered: %s%s."
            .formatted(
                capitalised(), Clip.beside(quote.apply(error.words()), ""), error.toldState());
    var hint = "Correct version.query" + Place.here().onCorrection() + ".";
    var failure =
        new Closing.Failure(
            title, null, error.state().isEmpty() ? null : error.state(), null, hint);
    return hasChanged
        ? new Ending(
            Exit.MIGRATION_FAILED,
            Reason.VERSION_NOT_READ,
            new Sentences(what, STAYS, hint),
            failure)
        : new Ending(
            Exit.REFUSED,
            Reason.VERSION_NOT_READ,
            new Sentences(what, Standing.NOTHING_APPLIED, hint),
            failure);
  }

  private Ending failed(Reason reason, String what, String hint) {
    return new Ending(
        Exit.MIGRATION_FAILED,
        reason,
        new Sentences(what, STAYS, hint),
        new Closing.Failure(title, null, null, null, hint));
  }

  private String capitalised() {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }
}
