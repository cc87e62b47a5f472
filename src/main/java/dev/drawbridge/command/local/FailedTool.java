package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import java.util.Objects;

/**
 * What it means for a run that one of the user's tools has failed on this machine.
 *
 * @param standing what has been done by then
 */
record FailedTool(String title, Standing standing, Exit exit, Reason reason) {

  static FailedTool of(PlanItem item, MigrationSpec spec) {
    return switch (item.part()) {
      case PREFLIGHT ->
          new FailedTool(
              "check " + spec.preflight().get(item.place()).name(),
              Standing.NOTHING_APPLIED,
              Exit.PREFLIGHT_FAILED,
              Reason.PREFLIGHT_FAILED);
      case SMOKE, MONITOR ->
          throw new IllegalArgumentException("not of a run on this machine: " + item.name());
      case EXPORT, BACKUP, RESTORE ->
          throw new IllegalArgumentException("there are no claims for backups here");
      case MIGRATE ->
          new FailedTool(
              MigrateStep.title(item.place(), Objects.requireNonNull(item.run())),
              new Standing("What it and the steps before it have done stays."),
              Exit.MIGRATION_FAILED,
              Reason.STEP_FAILED);
      case VERIFY ->
          new FailedTool(
              "check " + spec.verify().get(item.place()).name(),
              new Standing("What was applied stays."),
              Exit.VERIFICATION_FAILED,
              Reason.VERIFICATION_FAILED);
    };
  }

  /** The end of the run, if the tool itself has ended in the way that {@code how} says. */
  Ending ending(String how) {
    return ending(exit, reason, how, "Correct what it complains of, then give the command again.");
  }

  /** The end of the run, if its deadline has ended the tool. */
  Ending late() {
    return ending(
        Exit.INTERRUPTED,
        Reason.DEADLINE_EXCEEDED,
        "was ended at the deadline",
        "Raise guardrails.deadline, or make it faster; then give the command again.");
  }

  /** The end of the run, if somebody has asked for it. */
  Ending stopped() {
    return ending(
        Exit.INTERRUPTED,
        Reason.INTERRUPTED,
        "was ended on request",
        "To run it again, give the command again.");
  }

  private Ending ending(Exit exit, Reason reason, String how, String hint) {
    var what = Character.toUpperCase(title.charAt(0)) + title.substring(1);
    return new Ending(
        exit,
        reason,
        new Sentences("%s %s.".formatted(what, how), standing, hint),
        new Closing.Failure(title, null, null, null, hint));
  }
}
