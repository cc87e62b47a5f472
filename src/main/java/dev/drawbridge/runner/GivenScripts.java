package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.script.ScriptFolder;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The scripts that a run is given, in memory. Read once: what is checked here is what is applied.
 *
 * @param byStep by the place of the step
 */
record GivenScripts(MigrationSpec spec, SortedMap<Integer, List<Script>> byStep) {

  /**
   * Reads what is mounted, or ends the run if it breaks a rule.
   *
   * @param isFirst whether nothing of the run has been done yet
   */
  static GivenScripts read(
      RunnerInput input,
      MigrationSpec spec,
      Dialect dialect,
      boolean isFirst,
      Journal journal,
      Redaction redaction) {
    var folder = new ScriptFolder(input.scriptsDirectory(), input.digests(), isFirst, journal);
    var scripts = new TreeMap<Integer, List<Script>>();
    if (input.checksOnly() != null) {
      return new GivenScripts(spec, scripts);
    }
    for (var place = 0; place < spec.migrate().size(); place++) {
      var step = spec.migrate().get(place).flyway();
      if (step != null) {
        scripts.put(
            place, ScriptRules.check(dialect, folder.read(step, place), step.placeholders()));
      }
    }
    scripts.values().forEach(step -> step.forEach(script -> redaction.learnFromSql(script.text())));
    return new GivenScripts(spec, scripts);
  }

  List<FlywayStep> steps(Sessions sessions) {
    return byStep.entrySet().stream()
        .map(step -> {
          var flyway = Objects.requireNonNull(spec.migrate().get(step.getKey()).flyway());
          return new FlywayStep(step.getKey(), flyway, step.getValue(), sessions);
        })
        .toList();
  }
}
