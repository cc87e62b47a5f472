package dev.drawbridge.decide;

import static dev.drawbridge.decide.RollbackDraft.aRollback;
import static dev.drawbridge.decide.Snapshots.aFailedRun;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Resources as the rules leave them, for whoever has to read their statuses from outside: each is
 * decided anew, so it cannot differ from what the operator writes.
 */
public final class WrittenStatuses {

  private static final Duration SOON = Duration.ofSeconds(9);

  private WrittenStatuses() {}

  /** Conditions that could be written: the phase and the kind of state that lead to them. */
  public record Conceivable(Phase phase, String outlook, Reason reason, List<Condition> all) {}

  /** Each phase with each reason and each kind of state, also where no rule joins them today. */
  public static Stream<Conceivable> conceivable() {
    return Arrays.stream(Phase.values())
        .flatMap(phase ->
            Arrays.stream(Outlook.values())
                .flatMap(outlook ->
                    Arrays.stream(Reason.values())
                        .map(reason -> conceivable(phase, outlook, reason))));
  }

  private static Conceivable conceivable(Phase phase, Outlook outlook, Reason reason) {
    var conditions =
        Conditions.of(outlook, reason, "Why it is so.", false, List.of(), 1, Snapshots.NOW);
    return new Conceivable(phase, outlook.name(), reason, conditions);
  }

  /** Migrations by what they show. */
  public static Map<String, Migration> migrations() {
    var all = new LinkedHashMap<String, Migration>();
    all.put("new", aMigration().look().migration());
    all.put("edited", aVerifiedRun().edited().look().migration());
    all.put("missing-config-map", stored(aMigration().missing("ConfigMap orders-sql is missing.")));
    all.put("unsupported-spec", stored(aVerifiedRun().edited().unsupported("spec.audience")));
    all.put("job-refused", refused());
    all.put("waiting-for-dependency", stored(aMigration().dependencies(expand().pending())));
    all.put("soaking", stored(aMigration().dependencies(soaking())));
    all.put("queued", stored(aMigration().line(MigrationRulesTest.running("shop/other"))));
    all.put("awaiting-approval", stored(ApprovalsTest.planned("anna")));
    all.put("running", stored(atWork()));
    all.put("overdue", stored(atWork().later(Duration.ofHours(2))));
    all.put("verified", stored(aVerifiedRun()));
    all.put("failed", stored(aFailedRun()));
    all.put("suspended", stored(aMigration().suspended()));
    all.put("rolling-back", stored(TakenBackRulesTest.closedFor(aRollback("back"))));
    all.put("rolled-back", stored(afterTheEndOf(aRollback("back").disabling())));
    all.put("rollback-failed", stored(TakenBackRulesTest.closedFor(aRollback("back")).rollbacks()));
    return all;
  }

  /** Rollbacks by what they show. */
  public static Map<String, Rollback> rollbacks() {
    var all = new LinkedHashMap<String, Rollback>();
    var disabling = aRollback("back").disabling();
    all.put("new", aRollback("back").make());
    all.put("waiting", stored(aRollback("back"), begun().notClosed("Deployment orders").decide()));
    all.put("queued", stored(aRollback("back"), queued()));
    all.put("running", stored(aRollback("back"), begun().decide()));
    all.put(
        "rolled-back",
        stored(
            disabling, BackScene.of(disabling, TakenBackRulesTest.closedFor(disabling)).decide()));
    all.put(
        "failed",
        stored(aRollback("back"), BackScene.of(aRollback("back"), aMigration()).decide()));
    return all;
  }

  private static Migration stored(Snapshots snapshots) {
    return snapshots.with(snapshots.decide()).look().migration();
  }

  private static Rollback stored(RollbackDraft rollback, Verdict verdict) {
    return rollback.make().withStatus(WayBack.status(verdict.status()));
  }

  private static Forerunner expand() {
    return new Forerunner("24h");
  }

  private static Dependencies soaking() {
    return expand().verified(Rollouts.done(Snapshots.NOW.minusSeconds(60)));
  }

  private static Snapshots atWork() {
    var started = aStartedRun().later(SOON);
    return started.pods(Views.started(Views.pod("pod-1", started.runId())));
  }

  private static Migration refused() {
    var migration = aMigration();
    return migration
        .with(MigrationRules.refused(migration.look(), "exceeded quota: pods"))
        .look()
        .migration();
  }

  /** The Migration that a Rollback has taken back, or that learns that it has not. */
  private static Snapshots afterTheEndOf(RollbackDraft rollback) {
    var migration = TakenBackRulesTest.closedFor(rollback);
    var end = BackScene.of(rollback, migration).decide();
    return migration.rollbacks(rollback.with(end).make());
  }

  private static BackScene begun() {
    return BackScene.of(aRollback("back"), TakenBackRulesTest.closedFor(aRollback("back")));
  }

  private static Verdict queued() {
    return begun().line(MigrationRulesTest.running("shop/other")).decide();
  }
}
