package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.MonitorResult;
import dev.drawbridge.report.Reason;
import java.util.ArrayList;
import java.util.Objects;

/**
 * The condition that says whether what was looked at after the run is well: unknown until somebody
 * has looked, and once something newer is to be looked at.
 */
final class Health {

  private static final String TYPE = ConditionType.HEALTHY.word();

  private Health() {}

  private record Finding(String status, String reason, String message) {}

  /** {@code status} with that condition, or without it if nothing is asked for. */
  static MigrationStatus in(MigrationStatus status, Snapshot snapshot) {
    var conditions =
        new ArrayList<>(
            status.conditions().stream().filter(one -> !one.type().equals(TYPE)).toList());
    if (snapshot.spec().smoke() != null || snapshot.spec().monitor() != null) {
      conditions.add(condition(finding(status, snapshot), snapshot));
    }
    return status.with(status.smoke(), status.monitor(), conditions);
  }

  private static Condition condition(Finding finding, Snapshot snapshot) {
    var since =
        Condition.find(snapshot.status().conditions(), TYPE)
            .filter(old -> old.status().equals(finding.status()))
            .map(Condition::lastTransitionTime)
            .orElse(snapshot.now());
    return new Condition(
        TYPE,
        finding.status(),
        finding.reason(),
        finding.message(),
        since,
        snapshot.migration().getMetadata().getGeneration());
  }

  private static Finding finding(MigrationStatus status, Snapshot snapshot) {
    var smoke = snapshot.spec().smoke() == null ? null : status.smoke();
    if (smoke != null && isOfTheRun(smoke.of(), status) && !smoke.passed()) {
      return new Finding(
          smoke.failed() ? "False" : "Unknown",
          String.valueOf(smoke.reason()),
          String.valueOf(smoke.message()));
    }
    var monitor = snapshot.spec().monitor() == null ? null : status.monitor();
    if (monitor != null && isOfTheRun(monitor.of(), status) && monitor.outcome() != null) {
      return ofLooks(monitor);
    }
    return smoke != null && isOfTheRun(smoke.of(), status)
        ? new Finding("True", Reason.SMOKE_PASSED.word(), String.valueOf(smoke.message()))
        : notLookedAt(status);
  }

  private static boolean isOfTheRun(String of, MigrationStatus status) {
    return status.run() != null && status.run().id().equals(of);
  }

  private static Finding ofLooks(MonitorResult monitor) {
    var last =
        monitor.results().isEmpty()
            ? ""
            : Objects.requireNonNullElse(monitor.results().getFirst().message(), "");
    if (monitor.failed()) {
      return new Finding(
          "False",
          Reason.MONITOR_FAILED.word(),
          "%d looks in a row have failed. The last: %s".formatted(monitor.failures(), last));
    }
    var failing = monitor.failures() == 0 ? "" : monitor.failures() + " in a row have failed: ";
    return new Finding(
        "True",
        Reason.MONITOR_PASSED.word(),
        "Look %d: %s%s".formatted(monitor.looks(), failing, last));
  }

  private static Finding notLookedAt(MigrationStatus status) {
    var ready = Condition.find(status.conditions(), Condition.READY);
    var isReady = ready.filter(one -> one.status().equals("True")).isPresent();
    return new Finding(
        "Unknown",
        isReady
            ? Reason.RUNNING.word()
            : ready.map(Condition::reason).orElse(Reason.NOT_VERIFIED_YET.word()),
        isReady ? "Nobody has looked yet." : "Looks begin when a run is verified.");
  }
}
