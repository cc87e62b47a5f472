package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.LongName;
import dev.drawbridge.runner.process.Ending;
import java.util.List;

/** What is refused of a spec before anything else is read. */
final class SpecRules {

  private SpecRules() {}

  /** Ends the run if {@code spec} cannot be done as it is written. */
  static void check(MigrationSpec spec) {
    refuseWhatIsNotUnderstood(spec);
    for (var step = 0; step < spec.migrate().size(); step++) {
      var flyway = spec.migrate().get(step).flyway();
      if (flyway != null) {
        refuseLongNames(flyway.schemas(), step);
      }
    }
  }

  private static void refuseLongNames(List<String> schemas, int step) {
    for (var index = 0; index < schemas.size(); index++) {
      refuseLongName(
          schemas.get(index), "spec.migrate[%d].flyway.schemas[%d]".formatted(step, index));
    }
  }

  private static void refuseWhatIsNotUnderstood(MigrationSpec spec) {
    var unsupported = spec.unsupported();
    if (unsupported != null) {
      throw Ending.refused(
              Reason.UNSUPPORTED_SPEC,
              "%s.".formatted(unsupported),
              "Correct it, or upgrade Drawbridge.")
          .asException();
    }
  }

  private static void refuseLongName(String schema, String field) {
    LongName.problem(schema)
        .ifPresent(problem -> {
          throw Ending.refused(
                  Reason.UNSUPPORTED_SPEC,
                  "%s: %s. Write a shorter name.".formatted(field, problem))
              .asException();
        });
  }
}
