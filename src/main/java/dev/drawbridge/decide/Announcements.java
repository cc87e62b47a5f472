package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The Kubernetes events that a change of status is worth: one per change of state, scripts beyond
 * ten summed up.
 */
public final class Announcements {

  private static final int MOST_SCRIPTS = 10;
  private static final Set<String> TELLING = Set.of(State.APPLIED.word(), State.UNDONE.word());
  private static final Set<Reason> HARMLESS =
      Set.of(
          Reason.VERIFIED,
          Reason.RUNNING,
          Reason.QUEUED,
          Reason.SUSPENDED,
          Reason.AWAITING_APPROVAL,
          Reason.SOAKING,
          Reason.WAITING_FOR_DEPENDENCY,
          Reason.QUIESCING,
          Reason.ROLLING_BACK,
          Reason.ROLLED_BACK);

  /** What the run of a Rollback tells under another name. */
  private static final Map<String, String> OF_WAY_BACK =
      Map.of("RunStarted", "RollbackStarted", "RunVerified", "RolledBack");

  private Announcements() {}

  /** What to tell when a Migration's status goes from {@code before} to {@code after}. */
  public static List<Announcement> between(MigrationStatus before, MigrationStatus after) {
    var told = new ArrayList<Announcement>();
    var run = after.run();
    if (run != null) {
      told.addAll(ofRun(runWithId(before, run.id()), run));
    }
    // What a run tells is also how things stand with it.
    if (told.isEmpty()) {
      ofStanding(before, after).ifPresent(told::add);
    }
    told.addAll(FollowUpAnnouncements.between(before, after));
    return told;
  }

  /**
   * What to tell of a Rollback, by the status of the Migration that leads back. All it ends with
   * but success is told as its failure, with the reason in front.
   */
  public static List<Announcement> ofWayBack(MigrationStatus before, MigrationStatus after) {
    return between(before, after).stream().map(Announcements::ofWayBack).toList();
  }

  private static Announcement ofWayBack(Announcement told) {
    return told.warning() && !told.reason().equals(Reason.NOTHING_TO_ROLL_BACK.word())
        ? new Announcement(
            true,
            Reason.ROLLBACK_FAILED.word(),
            told.reason() + ": " + told.message(),
            told.key() + told.reason())
        : new Announcement(
            told.warning(),
            OF_WAY_BACK.getOrDefault(told.reason(), told.reason()),
            told.message(),
            told.key());
  }

  private static Optional<Run> runWithId(MigrationStatus status, String id) {
    return Optional.ofNullable(status.run()).filter(known -> known.id().equals(id));
  }

  private static List<Announcement> ofRun(Optional<Run> before, Run run) {
    var told = new ArrayList<Announcement>();
    if (before.isEmpty()) {
      told.add(normal(run, "RunStarted", "", "run %s as job %s".formatted(run.id(), run.job())));
    }
    if (before.map(Run::underWay).orElse(true) && !run.underWay()) {
      told.addAll(scripts(run));
      told.add(end(run));
    }
    return told;
  }

  private static List<Announcement> scripts(Run run) {
    var applied = run.timeline().stream().filter(entry -> TELLING.contains(entry.state())).toList();
    var told = new ArrayList<Announcement>();
    applied.stream()
        .limit(MOST_SCRIPTS)
        .forEach(entry ->
            told.add(normal(run, applied(entry), String.valueOf(entry.subject()), told(entry))));
    if (applied.size() > MOST_SCRIPTS) {
      var more = "and %d more scripts".formatted(applied.size() - MOST_SCRIPTS);
      told.add(normal(run, applied(applied.getLast()), "more", more));
    }
    return told;
  }

  private static String applied(TimelineEntry entry) {
    if (State.UNDONE.word().equals(entry.state())) {
      return "ScriptUndone";
    }
    var isTool = Objects.equals(entry.step(), RunPhase.TOOL.step());
    return isTool ? "StepApplied" : "ScriptApplied";
  }

  private static String told(TimelineEntry entry) {
    return entry.millis() == null
        ? String.valueOf(entry.subject())
        : "%s, %d ms".formatted(entry.subject(), entry.millis());
  }

  private static Announcement end(Run run) {
    var reason = run.succeeded() ? "RunVerified" : String.valueOf(run.reason());
    return new Announcement(
        !run.succeeded() && !run.isPlan(), reason, String.valueOf(run.message()), run.id());
  }

  private static Announcement normal(Run run, String reason, String subject, String message) {
    return new Announcement(false, reason, message, run.id() + subject);
  }

  private static Optional<Announcement> ofStanding(MigrationStatus before, MigrationStatus after) {
    return ready(after)
        .filter(now -> ready(before).map(Condition::reason).filter(now.reason()::equals).isEmpty())
        .map(now ->
            new Announcement(
                !HARMLESS.contains(Reason.of(now.reason())),
                now.reason(),
                String.valueOf(now.message()),
                now.message() + after.observedGeneration()));
  }

  private static Optional<Condition> ready(MigrationStatus status) {
    return Condition.find(status.conditions(), Condition.READY);
  }
}
