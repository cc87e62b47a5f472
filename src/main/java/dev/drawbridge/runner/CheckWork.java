package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Smoke;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.check.AskingAgain;
import dev.drawbridge.runner.check.Checks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What a run does that only checks: smoke, or one look of the monitor. */
record CheckWork(MigrationSpec spec, Stretch stretch, Checks checks) {

  void run(Part part) throws SQLException {
    var isSmoke = part == Part.SMOKE;
    var time =
        Optional.ofNullable(isSmoke ? spec.smoke() : null)
            .map(Smoke::withinOrDefault)
            .orElse(Duration.ZERO);
    checks.run(
        isSmoke ? RunPhase.SMOKE : RunPhase.MONITOR,
        stretch.own(part, spec.checks(part)),
        AskingAgain.of(time));
  }
}
