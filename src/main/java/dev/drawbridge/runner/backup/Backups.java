package dev.drawbridge.runner.backup;

import dev.drawbridge.report.BackupFolder;
import dev.drawbridge.report.Count;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.process.Clip;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.tool.ToolContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run saves before it changes anything, in whichever way the spec has it made. */
public final class Backups {

  private final Saving saving;
  private final Saved run;

  Backups(Saving saving, Saved run) {
    this.saving = saving;
    this.run = run;
  }

  private BackupStep step(String kind) {
    return new BackupStep(saving, run.input(), kind, run.journal());
  }

  /** Tells that a run which changes nothing saves nothing. */
  private boolean isNeeded(@Nullable Plan plan) {
    if (plan == null || !plan.pending().isEmpty() || !plan.tools().isEmpty()) {
      return true;
    }
    run.journal()
        .tell(saving.phase(), State.SKIPPED, saving.title(), "nothing is going to be changed");
    return false;
  }

  /**
   * Gets all ready for the container that makes it, or leaves that out.
   *
   * @param plan of what comes after it; null if that changes something in any case
   */
  public void prepare(ToolContainer container, @Nullable Plan plan) throws IOException {
    if (!isNeeded(plan)) {
      container.leaveOut();
    } else if (saving.ways().pgDump() == null) {
      container.tellStart(saving.title(), null);
    } else {
      step(BackupFolder.DUMP).begin();
    }
  }

  /** Looks at what the container has made, which has ended with exit code 0. */
  public void settle(ToolContainer container, Duration since) throws IOException, SQLException {
    if (container.isLeftOut()) {
      return;
    }
    if (saving.ways().pgDump() == null) {
      settleOwn(container, since);
    } else {
      settleDump(since);
    }
  }

  private void settleOwn(ToolContainer container, Duration since) throws IOException {
    var refusal = container.readOutput();
    if (refusal.isPresent()) {
      throw saving
          .problem()
          .failed(
              "The %s (%s) ended with exit code 0, but said last: %s."
                  .formatted(
                      saving.phase().word(),
                      saving.title(),
                      Clip.beside(run.journal().quote(refusal.get()), "")),
              "Correct what it complains of, then %s.".formatted(Place.here().retry()));
    }
    run.journal()
        .tell(saving.phase(), State.APPLIED, saving.title(), "exit code 0", since.toMillis());
  }

  private void settleDump(Duration since) throws IOException, SQLException {
    var step = step(BackupFolder.DUMP);
    var list = step.part().resolveSibling(step.part().getFileName() + BackupFolder.LIST);
    var contents = DumpContents.read(list);
    Files.delete(list);
    var database = Objects.requireNonNull(run.progress().database());
    if (contents.database() != null && !contents.database().equals(database.name())) {
      throw saving.problem().ofAnother(contents.database(), database.name());
    }
    if (contents.tables() == 0) {
      requireNone(
          new DumpedTables(run.sessions()).count(Objects.requireNonNull(saving.ways().pgDump())));
    }
    if (contents.isOfAnotherVersion()) {
      var words =
          "pg_dump is of version %s, the server of %s: a dump is sure to be restored by programs of the server's major version"
              .formatted(contents.program(), contents.server());
      run.journal().tell(saving.phase(), State.WARNING, "versions", words);
    }
    step.publish(Count.of(contents.tables(), "table"), database, run.clock().instant(), since);
  }

  /** An empty database has an empty backup. */
  private void requireNone(int tables) {
    if (tables > 0) {
      throw saving.problem().withoutTables(tables);
    }
  }

  private int copy(BackupStep step) throws SQLException {
    try {
      return new FileCopy(run.sessions()).make(step.part());
    } catch (SQLException failed) {
      step.discard();
      run.stop().check();
      throw step.problem().of(failed, run.journal()::quote);
    }
  }

  /** Copies the file of the database, and proves the copy. As {@link #prepare} has its plan. */
  public void copy(@Nullable Plan plan) throws SQLException {
    if (!isNeeded(plan)) {
      return;
    }
    var before = run.clock().instant();
    var step = step(BackupFolder.COPY);
    step.begin();
    var tables = copy(step);
    var now = run.clock().instant();
    step.publish(
        Count.of(tables, "table"),
        Objects.requireNonNull(run.progress().database()),
        now,
        Duration.between(before, now));
  }
}
