package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.check.Checks;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.ConnectionTarget;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.FirstConnection;
import dev.drawbridge.runner.database.Identity;
import dev.drawbridge.runner.database.Limits;
import dev.drawbridge.runner.database.Orphans;
import dev.drawbridge.runner.database.SessionNames;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.Migrations;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.script.ScriptFolder;
import dev.drawbridge.runner.script.ScriptRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The work of a run, from its input to its end: what is done, in which order. */
final class Work {

  private final RunnerInput input;
  private final MigrationSpec spec;
  private final Patience patience;
  private final Redaction redaction;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;

  Work(
      RunnerInput input,
      MigrationSpec spec,
      Patience patience,
      Redaction redaction,
      Journal journal,
      Progress progress,
      StopSignal stop) {
    this.input = input;
    this.spec = spec;
    this.patience = patience;
    this.redaction = redaction;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
  }

  /** Does all of it. {@code onSessions} is told how to cancel what is under way. */
  Ending run(Consumer<Sessions> onSessions) throws SQLException {
    SpecRules.check(spec);
    var scripts = readScripts();
    var target =
        ConnectionTarget.read(spec.database().secretRef(), input.databaseDirectory(), redaction);
    var limits =
        new Limits(spec.limits().lockTimeoutOrDefault(), spec.limits().statementTimeoutOrDefault());
    var sessions = new Sessions(target, SessionNames.of(input.run(), input.attempt()), limits);
    onSessions.accept(sessions);
    var first = new FirstConnection(target, sessions, journal, stop, patience.connect());
    try (var lockSession = first.open()) {
      return run(sessions, lockSession, steps(scripts, sessions));
    }
  }

  private Ending run(Sessions sessions, Connection lockSession, List<FlywayStep> steps)
      throws SQLException {
    refuseOtherDatabase(lockSession);
    var lock = new DatabaseLock(lockSession, journal, stop);
    lock.acquire();
    new Orphans(lockSession, journal, stop).clear();
    var checks = new Checks(sessions, journal, progress, stop, firstSchema());
    List<String> remarks;
    try (var blockers = Blockers.watch(sessions, lockSession, journal)) {
      var migrations = new Migrations(steps, sessions, lock, blockers, journal, progress, stop);
      migrations.readHistory();
      checks.preflight(spec.preflight());
      blockers.enter(RunPhase.MIGRATE);
      migrations.apply();
      blockers.enter(RunPhase.VERIFY);
      checks.verify(spec.verify());
      remarks = migrations.remarks();
    }
    // Another run may have begun beside the checks, and then they prove nothing.
    lock.verify();
    return verified(remarks);
  }

  /** By step. Read once: what is checked here is what is applied. */
  private List<List<Script>> readScripts() {
    var folder = new ScriptFolder(input.scriptsDirectory(), input.digests(), journal);
    var scripts = new ArrayList<List<Script>>();
    for (var index = 0; index < spec.migrate().size(); index++) {
      var step = spec.migrate().get(index).flyway();
      scripts.add(ScriptRules.check(folder.read(step, index), step.placeholders()));
    }
    scripts.forEach(step -> step.forEach(script -> redaction.learnFromSql(script.text())));
    return scripts;
  }

  private List<FlywayStep> steps(List<List<Script>> scripts, Sessions sessions) {
    var steps = new ArrayList<FlywayStep>();
    for (var index = 0; index < scripts.size(); index++) {
      steps.add(new FlywayStep(spec.migrate().get(index).flyway(), scripts.get(index), sessions));
    }
    return steps;
  }

  private void refuseOtherDatabase(Connection session) throws SQLException {
    var database = Identity.of(session);
    progress.seen(database);
    var identity = database.system() + "/" + database.name();
    if (input.identity() != null && !input.identity().equals(identity)) {
      throw Ending.refused(
              Reason.OTHER_DATABASE,
              "This is database %s, but this Migration was verified in %s. Nothing was applied. If the database has moved for good, put its access into a Secret with another name and write that name to spec.database.secretRef: only another Secret clears what was verified. If not, correct the Secret %s and set the annotation drawbridge.dev/retry."
                  .formatted(identity, input.identity(), spec.database().secretRef().name()))
          .asException();
    }
  }

  /** The schema of unqualified names in schema checks, if a step names one; null if none does. */
  private @Nullable String firstSchema() {
    return spec.migrate().stream()
        .flatMap(step -> step.flyway().schemas().stream())
        .findFirst()
        .orElse(null);
  }

  private Ending verified(List<String> remarks) {
    var closing = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, ""));
    var version = closing.to() == null ? "no version" : "schema " + closing.to();
    var from = closing.from() == null ? "an empty history" : closing.from();
    return Ending.of(
        Exit.VERIFIED,
        Reason.VERIFIED,
        "%s, from %s: %s applied, %s passed.%s"
            .formatted(
                version,
                from,
                count(closing.applied(), "script"),
                count(closing.checks(), "check"),
                remarks.stream().map(remark -> " " + remark).collect(Collectors.joining())));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
