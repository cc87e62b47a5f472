package dev.drawbridge.decide;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.MonitorResult;
import dev.drawbridge.api.status.OwnRollback;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.SmokeResult;
import dev.drawbridge.report.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The Kubernetes events that a change of what comes after a run is worth. */
final class FollowUpAnnouncements {

  private FollowUpAnnouncements() {}

  static List<Announcement> between(MigrationStatus before, MigrationStatus after) {
    var told = new ArrayList<Announcement>();
    if (after.smoke() != null && !after.smoke().equals(before.smoke())) {
      ofSmoke(before.smoke(), after.smoke(), told);
    }
    if (after.monitor() != null && !after.monitor().equals(before.monitor())) {
      ofMonitor(before.monitor(), after.monitor(), told);
    }
    if (after.ownRollback() != null && !after.ownRollback().equals(before.ownRollback())) {
      told.add(ofRollback(after.ownRollback()));
    }
    return told;
  }

  private static void ofSmoke(
      @Nullable SmokeResult before, SmokeResult after, List<Announcement> told) {
    var key = after.of() + after.checks();
    var message = String.valueOf(after.message());
    var run = after.run();
    if (run == null && !after.isOver()) {
      told.add(new Announcement(false, String.valueOf(after.reason()), message, key));
    }
    if (run != null && isNew(before == null ? null : before.run(), run)) {
      told.add(started("SmokeStarted", run));
    }
    if (after.isOver() && (before == null || !Objects.equals(before.outcome(), after.outcome()))) {
      told.add(new Announcement(!after.passed(), String.valueOf(after.reason()), message, key));
    }
  }

  /** Looks that pass are told by the status alone: there may be very many. */
  private static void ofMonitor(
      @Nullable MonitorResult before, MonitorResult after, List<Announcement> told) {
    var known = before != null && before.of().equals(after.of()) ? before : null;
    if (known == null || known.results().equals(after.results()) || after.results().isEmpty()) {
      return;
    }
    var look = after.results().getFirst();
    var message = String.valueOf(look.message());
    if (!look.outcome().equals(SmokeResult.PASSED)) {
      told.add(new Announcement(true, String.valueOf(look.reason()), message, look.run()));
    }
    if (after.failed() && !known.failed()) {
      told.add(
          new Announcement(
              true,
              Reason.MONITOR_FAILED.word(),
              "%d looks in a row have failed. The last: %s".formatted(after.failures(), message),
              look.run()));
    }
    if (known.failed() && !after.failed()) {
      told.add(new Announcement(false, Reason.MONITOR_PASSED.word(), message, look.run()));
    }
  }

  private static Announcement ofRollback(OwnRollback made) {
    return made.refused() == null
        ? new Announcement(
            true,
            "RollbackMade",
            "Rollback %s is made: %s".formatted(made.name(), made.message()),
            made.run())
        : new Announcement(
            true,
            Reason.ROLLBACK_REFUSED.word(),
            "Rollback %s cannot be made: %s".formatted(made.name(), made.refused()),
            made.run() + made.refused());
  }

  private static boolean isNew(@Nullable Run before, Run run) {
    return before == null || !before.id().equals(run.id());
  }

  private static Announcement started(String reason, Run run) {
    return new Announcement(
        false, reason, "run %s as job %s".formatted(run.id(), run.job()), run.id());
  }
}
