package dev.drawbridge.runner.backup;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.time.Clock;
import java.util.Objects;

/** All that a run saves, and puts back. */
public record Saved(
    MigrationSpec spec,
    RunnerInput input,
    Sessions sessions,
    Journal journal,
    Progress progress,
    StopSignal stop,
    Clock clock) {

  /** The backup of a Migration. */
  public Backups backup() {
    var backup = Objects.requireNonNull(spec.backup());
    return new Backups(Saving.of(backup, spec.database(), input), this);
  }

  /** The export of a Rollback. */
  public Backups export() {
    var export = SpecReader.readExport(Objects.requireNonNull(input.export()).spec());
    return new Backups(Saving.of(export, spec.database(), input), this);
  }

  /** To put a backup back. */
  public Restore restore() {
    return new Restore(input, sessions, journal, progress, stop);
  }
}
