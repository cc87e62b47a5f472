package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.check.Checks;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.database.RunDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.LockRetries;
import dev.drawbridge.runner.migrate.Migrations;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.script.ScriptFolder;
import dev.drawbridge.runner.tool.ToolStep;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The work of a run, from its input to its end: what is done, in which order. Where tools of the
 * user's stand between, each container of ours does its stretch.
 */
final class Work {

  private final RunnerInput input;
  private final MigrationSpec spec;
  private final Stretch stretch;
  private final DatabaseKinds kinds;
  private final Redaction redaction;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final Clock clock;
  private final List<String> remarks = new ArrayList<>();

  Work(
      RunnerInput input,
      MigrationSpec spec,
      Patience patience,
      Redaction redaction,
      Journal journal,
      Progress progress,
      StopSignal stop,
      Clock clock) {
    this.input = input;
    this.spec = spec;
    this.stretch = stretch(input, spec);
    this.kinds = new DatabaseKinds(input, spec, redaction, journal, stop, patience);
    this.redaction = redaction;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.clock = clock;
  }

  private static Stretch stretch(RunnerInput input, MigrationSpec spec) {
    var part = input.part();
    return Stretch.of(spec.migrate()).get(part == null ? 0 : part.stretch());
  }

  /**
   * Does all of it. {@code onSessions} is told how to cancel what is under way.
   *
   * @return the end; empty if another container goes on
   */
  Optional<Ending> run(Consumer<Sessions> onSessions) throws IOException, SQLException {
    SpecRules.check(spec);
    var before = takeUp();
    var scripts = readScripts();
    var database = kinds.database();
    var sessions = database.sessions();
    onSessions.accept(sessions);
    try (var reached = database.reach()) {
      refuseOtherDatabase(reached);
      reached.lock().acquire();
      if (before != null) {
        var since = Duration.between(before.at(), clock.instant());
        tool(stretch.before(), sessions).settle(since);
      }
      return run(database, reached, steps(scripts, sessions));
    }
  }

  /** What the container before this one has left; null if this is the first one. */
  private @Nullable Handover takeUp() {
    if (stretch.isFirst()) {
      return null;
    }
    var before = Handover.read(shared().handover());
    journal.resume(before.sequence());
    progress.resume(before.progress());
    remarks.addAll(before.remarks());
    return before;
  }

  private SharedFolder shared() {
    return Objects.requireNonNull(input.part(), "the folder that the containers share").shared();
  }

  private ToolStep tool(int place, Sessions sessions) {
    var step = Objects.requireNonNull(spec.migrate().get(place).run());
    return new ToolStep(place, step, shared(), sessions, journal, progress);
  }

  private Optional<Ending> run(
      RunDatabase database, ReachedDatabase reached, List<FlywayStep> steps)
      throws IOException, SQLException {
    var sessions = database.sessions();
    var lock = reached.lock();
    var checks = new Checks(sessions, journal, progress, stop, firstSchema());
    try (var blockers = reached.watch()) {
      var migrations = migrations(steps, sessions, lock, blockers);
      migrations.readHistory();
      if (stretch.isFirst()) {
        new PendingReview(kinds.dialect(), spec.limits(), journal)
            .look(migrations.pending(), reached.schema());
        checks.preflight(spec.preflight());
      }
      blockers.enter(RunPhase.MIGRATE);
      if (migrations.apply()) {
        reached.lookBack();
      }
      remarks.addAll(migrations.remarks());
      if (stretch.last()) {
        blockers.enter(RunPhase.VERIFY);
        checks.verify(spec.verify());
      } else {
        tool(stretch.after(), sessions).prepare(database);
      }
    }
    // Another run may have begun beside the checks, and then they prove nothing.
    lock.verify();
    return stretch.last() ? Optional.of(verified()) : handOver();
  }

  private Migrations migrations(
      List<FlywayStep> steps, Sessions sessions, DatabaseLock lock, Blockers blockers) {
    var retries = new LockRetries(spec.limits().lockRetriesOrDefault(), journal, stop);
    return new Migrations(
        steps,
        stretch,
        spec.migrate().size(),
        sessions,
        lock,
        blockers,
        journal,
        progress,
        stop,
        retries);
  }

  private Optional<Ending> handOver() {
    stop.check();
    var sequence = journal.leave();
    new Handover(sequence, progress.memory(), remarks, clock.instant()).write(shared().handover());
    return Optional.empty();
  }

  /** By the place of the step. Read once: what is checked here is what is applied. */
  private SortedMap<Integer, List<Script>> readScripts() {
    var folder =
        new ScriptFolder(input.scriptsDirectory(), input.digests(), stretch.isFirst(), journal);
    var scripts = new TreeMap<Integer, List<Script>>();
    for (var place = 0; place < spec.migrate().size(); place++) {
      var step = spec.migrate().get(place).flyway();
      if (step != null) {
        scripts.put(
            place,
            ScriptRules.check(kinds.dialect(), folder.read(step, place), step.placeholders()));
      }
    }
    scripts.values().forEach(step -> step.forEach(script -> redaction.learnFromSql(script.text())));
    return scripts;
  }

  private List<FlywayStep> steps(SortedMap<Integer, List<Script>> scripts, Sessions sessions) {
    return scripts.entrySet().stream()
        .map(step -> {
          var flyway = Objects.requireNonNull(spec.migrate().get(step.getKey()).flyway());
          return new FlywayStep(step.getKey(), flyway, step.getValue(), sessions);
        })
        .toList();
  }

  private void refuseOtherDatabase(ReachedDatabase reached) throws SQLException {
    var database = reached.identity();
    progress.seen(database);
    var identity = database.system() + "/" + database.name();
    if (input.identity() != null && !input.identity().equals(identity)) {
      throw Ending.refused(
              Reason.OTHER_DATABASE,
              "This is database %s, but this Migration was verified in %s. Nothing was applied. %s"
                  .formatted(identity, input.identity(), reached.adviceIfOther()))
          .asException();
    }
  }

  /** The schema of unqualified names in schema checks, if a step names one; null if none does. */
  private @Nullable String firstSchema() {
    return spec.migrate().stream()
        .flatMap(step -> Stream.ofNullable(step.flyway()))
        .flatMap(flyway -> flyway.schemas().stream())
        .findFirst()
        .orElse(null);
  }

  private Ending verified() {
    var closing = progress.closing(Ending.of(Exit.VERIFIED, Reason.VERIFIED, ""));
    var version = closing.to() == null ? "no version" : "schema " + closing.to();
    var from = closing.from() == null ? "an empty history" : closing.from();
    var what = spec.runsTools() ? "script or step" : "script";
    return Ending.of(
        Exit.VERIFIED,
        Reason.VERIFIED,
        "%s, from %s: %s applied, %s passed.%s"
            .formatted(
                version,
                from,
                count(closing.applied(), what),
                count(closing.checks(), "check"),
                remarks.stream().map(remark -> " " + remark).collect(Collectors.joining())));
  }

  private static String count(int number, String what) {
    return number + " " + (number == 1 ? what : what.replace(" or ", "s or ") + "s");
  }
}
