package dev.drawbridge.runner.backup;

import dev.drawbridge.api.Backup;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Count;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.tool.ToolContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** The backup of a run, in whichever way the spec has it made. */
public record Backups(
    MigrationSpec spec,
    RunnerInput input,
    Sessions sessions,
    Journal journal,
    Progress progress,
    StopSignal stop,
    Clock clock) {

  /** To put one back. */
  public Restore restore() {
    return new Restore(input, sessions, journal, progress, stop);
  }

  private Backup backup() {
    return Objects.requireNonNull(spec.backup());
  }

  private BackupStep step(String kind) {
    var claim = Objects.requireNonNull(backup().claimBeside(spec.database()));
    return new BackupStep(backup(), input, kind, claim, journal);
  }

  /** Tells that a run which changes nothing saves nothing. */
  private boolean isNeeded(Plan plan) {
    if (!plan.pending().isEmpty() || !plan.tools().isEmpty()) {
      return true;
    }
    journal.tell(
        RunPhase.BACKUP, State.SKIPPED, backup().title(), "nothing is going to be changed");
    return false;
  }

  /** Gets all ready for the container that makes it, or leaves that out. */
  public void prepare(ToolContainer container, Plan plan) throws IOException {
    if (!isNeeded(plan)) {
      container.leaveOut();
    } else if (backup().pgDump() == null) {
      container.tellStart(backup().title(), null);
    } else {
      step(BackupFolder.DUMP).begin();
    }
  }

  /** Looks at what the container has made, which has ended with exit code 0. */
  public void settle(ToolContainer container, Duration since) throws IOException, SQLException {
    if (container.isLeftOut()) {
      return;
    }
    if (backup().pgDump() == null) {
      settleOwn(container, since);
    } else {
      settleDump(since);
    }
  }

  private void settleOwn(ToolContainer container, Duration since) throws IOException {
    var refusal = container.readOutput();
    if (refusal.isPresent()) {
      throw BackupProblem.failed(
          "The backup (%s) ended with exit code 0, but said last: %s."
              .formatted(backup().title(), Clip.beside(journal.quote(refusal.get()), "")),
          "Correct what it complains of, then %s.".formatted(Place.here().retry()));
    }
    journal.tell(RunPhase.BACKUP, State.APPLIED, backup().title(), "exit code 0", since.toMillis());
  }

  private void settleDump(Duration since) throws IOException, SQLException {
    var step = step(BackupFolder.DUMP);
    var list = step.part().resolveSibling(step.part().getFileName() + BackupFolder.LIST);
    var contents = DumpContents.read(list);
    Files.delete(list);
    var database = Objects.requireNonNull(progress.database());
    if (contents.database() != null && !contents.database().equals(database.name())) {
      throw BackupProblem.ofAnother(contents.database(), database.name());
    }
    if (contents.tables() == 0) {
      requireNone(new DumpedTables(sessions).count(backup().pgDump()));
    }
    if (contents.isOfAnotherVersion()) {
      var words =
          "pg_dump is of version %s, the server of %s: a dump is sure to be restored by programs of the server's major version"
              .formatted(contents.program(), contents.server());
      journal.tell(RunPhase.BACKUP, State.WARNING, "versions", words);
    }
    step.publish(Count.of(contents.tables(), "table"), database, clock.instant(), since);
  }

  /** An empty database has an empty backup. */
  private static void requireNone(int tables) {
    if (tables > 0) {
      throw BackupProblem.withoutTables(tables);
    }
  }

  private int copy(BackupStep step) throws SQLException {
    try {
      return new FileCopy(sessions).make(step.part());
    } catch (SQLException failed) {
      step.discard();
      stop.check();
      throw step.problem().of(failed, journal::quote);
    }
  }

  /** Copies the file of the database, and proves the copy. */
  public void copy(Plan plan) throws SQLException {
    if (!isNeeded(plan)) {
      return;
    }
    var before = clock.instant();
    var step = step(BackupFolder.COPY);
    step.begin();
    var tables = copy(step);
    var now = clock.instant();
    step.publish(
        Count.of(tables, "table"),
        Objects.requireNonNull(progress.database()),
        now,
        Duration.between(before, now));
  }
}
