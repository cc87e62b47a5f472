package dev.drawbridge.runner.backup;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import java.time.Clock;

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
    return Backups.of(spec, input, sessions, journal, progress, stop, clock);
  }

  /** The export of a Rollback. */
  public Backups export() {
    return Backups.ofExport(spec, input, sessions, journal, progress, stop, clock);
  }

  /** To put a backup back. */
  public Restore restore() {
    return new Restore(input, sessions, journal, progress, stop);
  }
}
