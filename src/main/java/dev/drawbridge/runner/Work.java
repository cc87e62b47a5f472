package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.backup.Restore;
import dev.drawbridge.runner.backup.Saved;
import dev.drawbridge.runner.check.Checks;
import dev.drawbridge.runner.database.Blockers;
import dev.drawbridge.runner.database.DatabaseLock;
import dev.drawbridge.runner.database.ReachedDatabase;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.migrate.FlywayStep;
import dev.drawbridge.runner.migrate.LockRetries;
import dev.drawbridge.runner.migrate.Migrations;
import dev.drawbridge.runner.plan.Plan;
import dev.drawbridge.runner.plan.ToldPlan;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.OwnFolder;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.StopSignal;
import dev.drawbridge.runner.undo.UndoneEnding;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
  private final DatabaseKinds kinds;
  private final Redaction redaction;
  private final Journal journal;
  private final Progress progress;
  private final StopSignal stop;
  private final Clock clock;
  private final Consumer<ToldPlan> onPlan;
  private final HeadStart headStart;
  private final List<String> remarks = new ArrayList<>();

  /** Of what a backup comes before; null if none is to come. */
  private @Nullable Plan plan;

  Work(
      RunnerInput input,
      MigrationSpec spec,
      Patience patience,
      Redaction redaction,
      Journal journal,
      Progress progress,
      StopSignal stop,
      Clock clock,
      Consumer<ToldPlan> onPlan,
      HeadStart headStart) {
    this.input = input;
    this.spec = spec;
    this.stretch = GivenStretch.of(input, spec);
    this.kinds = new DatabaseKinds(input, spec, redaction, journal, stop, patience);
    this.redaction = redaction;
    this.journal = journal;
    this.progress = progress;
    this.stop = stop;
    this.clock = clock;
    this.onPlan = onPlan;
    this.headStart = headStart;
  }

  /** Whether another container has changed something before. */
  boolean isAfterChanges() {
    return !stretch.comesBeforeChanges();
  }

  /** Does all of it. {@code onSessions} is told how to cancel what is under way. */
  StretchEnd run(Consumer<Sessions> onSessions) throws IOException, SQLException {
    SpecRules.check(spec);
    var before = takeUp();
    var scripts =
        GivenScripts.read(input, spec, kinds.dialect(), stretch.isFirst(), journal, redaction);
    headStart.awaitDriver();
    var database = kinds.database();
    var sessions = database.sessions();
    onSessions.accept(sessions);
    try (var reached = database.reach()) {
      new SameDatabase(input.identity(), progress).require(reached);
      lock(reached.lock());
      headStart.awaitFlyway();
      var checks = new Checks(sessions, journal, progress, stop, firstSchema());
      if (before != null) {
        var since = Duration.between(before.at(), clock.instant());
        neighbours(sessions, checks).settle(Objects.requireNonNull(stretch.before()), since);
      }
      if (stretch.after() != null) {
        OwnFolder.of(shared()).require();
      }
      var planned = carryOut(sessions, reached, scripts.steps(sessions), checks);
      if (planned.isPresent()) {
        return new StretchEnd.OfRun(planned.get());
      }
      if (stretch.after() != null) {
        neighbours(sessions, checks).prepare(stretch.after(), database, plan);
      }
      if (input.checksOnly() == null) {
        // Another run may have begun beside the checks, and then they prove nothing.
        reached.lock().verify();
      }
      return stretch.isLast() ? new StretchEnd.OfRun(verified()) : handOver();
    }
  }

  private WayBackWork way(Sessions sessions) {
    return new WayBackWork(
        stretch, saved(sessions), new UndoWork(spec, kinds.dialect(), journal, progress, stop));
  }

  private Ending verified() {
    if (input.checksOnly() != null) {
      return new GoodEnding(spec, progress).checked();
    }
    if (input.restored() != null) {
      return new Restore.RestoredEnding(input.restored(), progress).verified();
    }
    return input.undoTo() == null
        ? new GoodEnding(spec, progress).verified(remarks)
        : new UndoneEnding(progress).verified();
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
    return new Neighbours(spec, shared(), sessions, checks, saved(sessions), journal, progress);
  }

  private Saved saved(Sessions sessions) {
    return new Saved(spec, input, sessions, journal, progress, stop, clock);
  }

  /** Who only checks keeps nobody waiting. */
  private void lock(DatabaseLock lock) throws SQLException {
    if (input.checksOnly() != null) {
      return;
    }
    lock.acquire();
    if (!input.planOnly()) {
      lock.endOrphans();
    }
  }

  /** Its own stretch of the run; the end, if only a plan was asked for, else empty. */
  private Optional<Ending> carryOut(
      Sessions sessions, ReachedDatabase reached, List<FlywayStep> steps, Checks checks)
      throws SQLException {
    if (input.checksOnly() != null) {
      new CheckWork(spec, stretch, checks).run(Part.of(input.checksOnly()));
      return Optional.empty();
    }
    try (var blockers = reached.watch()) {
      if (input.restored() != null) {
        way(sessions).restore();
      } else if (input.undoTo() != null) {
        way(sessions).undo(input.undoTo(), steps, reached, blockers);
      } else {
        var planned = migrate(sessions, reached, steps, checks, blockers);
        if (planned.isPresent()) {
          return planned;
        }
      }
      blockers.enter(RunPhase.VERIFY);
      checks.run(RunPhase.VERIFY, stretch.own(Part.VERIFY, spec.verify()));
    }
    return Optional.empty();
  }

  /**
   * What comes before the checks of the result; the end, if only a plan was asked for, else empty.
   */
  private Optional<Ending> migrate(
      Sessions sessions,
      ReachedDatabase reached,
      List<FlywayStep> steps,
      Checks checks,
      Blockers blockers)
      throws SQLException {
    var migrations = migrations(steps, sessions, reached.lock(), blockers);
    migrations.readHistory();
    var preparation =
        new Preparation(spec, migrations.pending(), sessions, journal, progress, onPlan);
    if (stretch.isFirst()) {
      var review = new PendingReview(kinds.dialect(), spec.limits(), journal);
      review.look(migrations.pending(), reached.schema());
      preparation.tellPlan(review.losing());
      preparation.requireApproved(input.approvedPlan());
    }
    if (!input.planOnly()) {
      checks.run(RunPhase.PREFLIGHT, stretch.own(Part.PREFLIGHT, spec.preflight()));
    }
    var observer = reached.observer();
    if (stretch.endsChecks() && spec.limits().rehearsesFirst() && observer.isPresent()) {
      preparation.rehearse(observer.get(), blockers, stop);
    }
    if (input.planOnly()) {
      return Optional.of(new GoodEnding(spec, progress).planned(preparation.plan()));
    }
    save(sessions, preparation, blockers);
    blockers.enter(RunPhase.MIGRATE);
    if (migrations.apply()) {
      reached.lookBack(RunPhase.MIGRATE);
    }
    remarks.addAll(migrations.remarks());
    return Optional.empty();
  }

  private void save(Sessions sessions, Preparation preparation, Blockers blockers)
      throws SQLException {
    way(sessions).export();
    blockers.enter(RunPhase.BACKUP);
    if (stretch.comesBeforeBackup()) {
      plan = preparation.plan();
    } else if (stretch.makesBackup()) {
      saved(sessions).backup().copy(preparation.plan());
    }
  }

  private Migrations migrations(
      List<FlywayStep> steps, Sessions sessions, DatabaseLock lock, Blockers blockers) {
    var retries =
        LockRetries.ofEach(spec.limits().lockRetriesOrDefault(), RunPhase.MIGRATE, journal, stop);
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

  private StretchEnd handOver() {
    stop.check();
    var file = shared().handover();
    try {
      journal.handOver(sequence ->
          new Handover(sequence, progress.memory(), remarks, clock.instant()).write(file));
    } catch (IOException unwritable) {
      throw Handover.failed(unwritable, progress).asException();
    }
    return new StretchEnd.HandedOver();
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
