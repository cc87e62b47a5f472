package dev.drawbridge.runner;

import dev.drawbridge.api.Check;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.backup.Saved;
import dev.drawbridge.runner.check.Checks;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.tool.ToolContainer;
import dev.drawbridge.runner.tool.ToolStep;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The containers of the user's own before and after this one of ours. */
record Neighbours(
    MigrationSpec spec,
    SharedFolder shared,
    Sessions sessions,
    Checks checks,
    Saved saved,
    Journal journal,
    Progress progress) {

  /**
   * Looks at what the one before has done, which has ended with exit code 0.
   *
   * @param since when it was got ready, to now
   */
  void settle(PlanItem before, Duration since) throws IOException, SQLException {
    var container = container(before);
    switch (before.part()) {
      case EXPORT -> saved.export().settle(container, since);
      case BACKUP -> saved.backup().settle(container, since);
      case RESTORE -> saved.restore().settle(since);
      case MIGRATE -> step(container).settle(since);
      case PREFLIGHT, VERIFY, SMOKE, MONITOR ->
          checks.settle(container.phase(), check(before), container.readOutput(), since);
    }
  }

  /**
   * Gets all ready for the one after.
   *
   * @param plan of the run; null if that is not needed any more
   */
  void prepare(PlanItem after, RunDatabase database, @Nullable Plan plan)
      throws IOException, SQLException {
    var container = container(after);
    database.letToolsIn(shared);
    container.makeReady();
    switch (after.part()) {
      case EXPORT -> saved.export().prepare(container, null);
      case BACKUP -> saved.backup().prepare(container, Objects.requireNonNull(plan));
      case RESTORE -> saved.restore().announce();
      case MIGRATE -> step(container).announce();
      case PREFLIGHT, VERIFY, SMOKE, MONITOR -> container.tellStart(check(after).name(), null);
    }
  }

  private ToolContainer container(PlanItem item) {
    return new ToolContainer(item, shared, journal);
  }

  private ToolStep step(ToolContainer container) {
    return new ToolStep(container, sessions, journal, progress);
  }

  private Check check(PlanItem item) {
    return spec.checks(item.part()).get(item.place());
  }
}
