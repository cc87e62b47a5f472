package dev.drawbridge.runner;

import dev.drawbridge.api.Stretch;
import dev.drawbridge.runner.backup.Saved;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.migrate.FlywayStep;
import java.sql.SQLException;
import java.util.List;

/** What a stretch of a Rollback's run does: what is to be lost is saved before that. */
record WayBackWork(Stretch stretch, Saved saved, UndoWork undo) {

  /** Ours saves a file; a container does the rest. */
  void export() throws SQLException {
    if (stretch.exports()) {
      saved.export().copy(null);
    }
  }

  /**
   * Ours looks before all, and once more before it is put back; it copies a file back itself. An
   * export may take so long that somebody has come back meanwhile.
   */
  void restore() throws SQLException {
    var restore = saved.restore();
    if (stretch.isFirst()) {
      restore.check();
      export();
    } else if (stretch.comesBeforeRestore()) {
      restore.check();
    }
    if (stretch.restores()) {
      restore.copyBack();
    }
  }

  /** Nothing is saved before an undo of which it is clear that it cannot be. */
  void undo(String to, List<FlywayStep> steps, ReachedDatabase reached, Blockers blockers)
      throws SQLException {
    if (stretch.savesFirst()) {
      undo.check(to, steps, saved.sessions(), reached, blockers);
      export();
    }
    if (stretch.undoes()) {
      undo.run(to, steps, saved.sessions(), reached, blockers);
    }
  }
}
