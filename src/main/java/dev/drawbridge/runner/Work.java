package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
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
import dev.drawbridge.runner.migrate.LockRetries;
import dev.drawbridge.runner.migrate.Migrations;
import dev.drawbridge.runner.plan.ToldPlan;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.script.ScriptFolder;
import java.io.IOException;
import java.sql.Connection;
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
  private final Patience patience;
  private final Redaction redaction;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final Clock clock;
  private final Consumer<ToldPlan> onPlan;
  private final List<String> remarks = new ArrayList<>();

  Work(
      RunnerInput input,
      MigrationSpec spec,
      Patience patience,
      Redaction redaction,
      Journal journal,
      Progress progress,
      StopSignal stop,
      Clock clock,
      Consumer<ToldPlan> onPlan) {
    this.input = input;
    this.spec = spec;
    this.stretch = stretch(input, spec);
    this.patience = patience;
    this.redaction = redaction;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.clock = clock;
    this.onPlan = onPlan;
  }

  private static Stretch stretch(RunnerInput input, MigrationSpec spec) {
    if (input.planOnly()) {
      return Stretch.whole(spec);
    }
    var part = input.part();
    return Stretch.of(spec).get(part == null ? 0 : part.stretch());
  }

  /** Whether another container has changed something before. */
  boolean isAfterChanges() {
    return !stretch.comesBeforeChanges();
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
    var target =
        ConnectionTarget.read(spec.database().secretRef(), input.databaseDirectory(), redaction);
    var limits =
        new Limits(spec.limits().lockTimeoutOrDefault(), spec.limits().statementTimeoutOrDefault());
    var names = SessionNames.of(input.run(), input.attempt());
    var sessions = new Sessions(target, names, limits);
    onSessions.accept(sessions);
    var first = new FirstConnection(target, sessions, journal, stop, patience.connect());
    try (var lockSession = first.open()) {
      lock(lockSession);
      var checks = new Checks(sessions, journal, progress, stop, firstSchema());
      if (before != null) {
        var since = Duration.between(before.at(), clock.instant());
        neighbours(sessions, checks).settle(Objects.requireNonNull(stretch.before()), since);
      }
      var planned = run(sessions, lockSession, steps(scripts, sessions), checks);
      if (planned.isPresent()) {
        return planned;
      }
      if (stretch.after() != null) {
        neighbours(sessions, checks).prepare(stretch.after(), target, names.working());
      }
      // Another run may have begun beside the checks, and then they prove nothing.
      new DatabaseLock(lockSession, journal, stop).verify();
      return stretch.isLast()
          ? Optional.of(new GoodEnding(spec, progress).verified(remarks))
          : handOver();
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

  private Neighbours neighbours(Sessions sessions, Checks checks) {
    return new Neighbours(spec, shared(), sessions, checks, journal, progress);
  }

  private void lock(Connection lockSession) throws SQLException {
    refuseOtherDatabase(lockSession);
    new DatabaseLock(lockSession, journal, stop).acquire();
    if (input.planOnly()) {
      return;
    }
    new Orphans(lockSession, journal, stop).clear();
  }

  /** Its own stretch of the run; the end, if only a plan was asked for. */
  private Optional<Ending> run(
      Sessions sessions, Connection lockSession, List<FlywayStep> steps, Checks checks)
      throws SQLException {
    var lock = new DatabaseLock(lockSession, journal, stop);
    try (var blockers = Blockers.watch(sessions, lockSession, journal)) {
      var migrations = migrations(steps, sessions, lock, blockers);
      migrations.readHistory();
      var preparation = new Preparation(spec, migrations.pending(), journal, progress, onPlan);
      if (stretch.isFirst()) {
        preparation.review(lockSession.getSchema());
        preparation.tellPlan(sessions);
      }
      if (!input.planOnly()) {
        checks.run(RunPhase.PREFLIGHT, stretch.own(Part.PREFLIGHT, spec.preflight()));
      }
      if (stretch.beginsChanges() && spec.limits().rehearsesFirst()) {
        preparation.rehearse(sessions, lockSession, blockers, stop);
      }
      if (input.planOnly()) {
        return Optional.of(new GoodEnding(spec, progress).planned(preparation.plan(sessions)));
      }
      blockers.enter(RunPhase.MIGRATE);
      migrations.apply();
      remarks.addAll(migrations.remarks());
      blockers.enter(RunPhase.VERIFY);
      checks.run(RunPhase.VERIFY, stretch.own(Part.VERIFY, spec.verify()));
    }
    return Optional.empty();
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
        scripts.put(place, ScriptRules.check(folder.read(step, place), step.placeholders()));
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
        .flatMap(step -> Stream.ofNullable(step.flyway()))
        .flatMap(flyway -> flyway.schemas().stream())
        .findFirst()
        .orElse(null);
  }
}
