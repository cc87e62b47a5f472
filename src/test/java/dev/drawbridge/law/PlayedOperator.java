package dev.drawbridge.law;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.DeploymentView;
import dev.drawbridge.decide.GateRules;
import dev.drawbridge.decide.GateSnapshot;
import dev.drawbridge.decide.HoldStart;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.ReleaseRule;
import dev.drawbridge.law.Rules.Flaw;
import dev.drawbridge.observe.DeploymentReading;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator's loop for Deployments, cut where another may come in between: what its caches show,
 * the fresh look, and the patch.
 */
final class PlayedOperator {

  /** What it is about to let go, and whether that was allowed when it looked. */
  private record Intent(Version read, boolean allowed) {}

  private final PlayedApiServer server;
  private final PlayedMigrations migrations;
  private final Rules rules;
  private boolean up = true;
  private boolean hasGivenUp;
  private Optional<Version> knownDeployment = Optional.empty();
  private Map<String, Migration> knownMigrations = new HashMap<>();
  private @Nullable Intent intent;

  PlayedOperator(PlayedApiServer server, PlayedMigrations migrations, Rules rules) {
    this.server = server;
    this.migrations = migrations;
    this.rules = rules;
  }

  void die() {
    up = false;
    intent = null;
  }

  /** It begins with full caches. */
  void start() {
    up = true;
    seeDeployment();
    seeMigrations();
  }

  void seeDeployment() {
    knownDeployment = server.find();
  }

  void seeMigrations() {
    knownMigrations = migrations.all();
  }

  /** Looks at its caches, and at what is stored if they promise something. */
  void look() {
    var looksOpen =
        knownDeployment
            .map(Version::deployment)
            .flatMap(DeploymentReading::view)
            .filter(view -> GateRules.decide(snapshot(view)).release())
            .isPresent();
    intent = up && looksOpen && !hasGivenUp ? intent() : null;
  }

  private GateSnapshot snapshot(DeploymentView view) {
    return new GateSnapshot(
        view,
        Optional.empty(),
        new HoldStart(Instant.EPOCH, 1),
        Optional.ofNullable(knownMigrations.get(view.need().migration())),
        Instant.EPOCH);
  }

  private @Nullable Intent intent() {
    var read = server.find().filter(Version::isHeld);
    if (read.isEmpty()) {
      return null;
    }
    var deployment = read.get().deployment();
    var isAllowed = isOpen(deployment, migrations.all());
    var seemsAllowed =
        rules.have(Flaw.TRUSTS_ITS_CACHE) ? isOpen(deployment, knownMigrations) : isAllowed;
    return seemsAllowed ? new Intent(read.get(), isAllowed) : null;
  }

  private boolean isOpen(Deployment deployment, Map<String, Migration> known) {
    return Need.of(deployment).filter(need -> isOpen(need, known)).isPresent();
  }

  private boolean isOpen(Need need, Map<String, Migration> known) {
    var migration = Optional.ofNullable(known.get(need.migration()));
    return ReleaseRule.judge(need, PlayedApiServer.NAMESPACE, migration).isOpen()
        && migration
            .filter(found -> ReleaseRule.standsOnTheseInputs(need, found, migrations.inputs(found)))
            .isPresent();
  }

  void letGo() {
    if (intent != null) {
      var isDone = server.release(intent.read(), intent.allowed());
      hasGivenUp |= !isDone && rules.have(Flaw.GIVES_UP);
      intent = null;
    }
  }
}
