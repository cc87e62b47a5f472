package dev.drawbridge.api;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The run of a Rollback is a run like any other: that of a Migration that leads back, which is the
 * Rollback's in name, and has the database, the scripts and the limits of the one that is taken
 * back.
 */
@Group(Markers.GROUP)
@Version("v1alpha1")
@Kind(Rollback.KIND)
@Plural("rollbacks")
public final class WayBack extends Migration {

  private static final long serialVersionUID = 1L;

  /** No part of the resource: null where that was read from the API server. */
  private transient @Nullable RollbackSpec asked;

  /** The Migration that {@code rollback} runs, to take back {@code migration}. */
  public static Migration of(Rollback rollback, Migration migration) {
    var back = new WayBack();
    back.asked = rollback.getSpec();
    back.setMetadata(rollback.getMetadata());
    back.setSpec(spec(rollback.getSpec(), migration.getSpec()));
    back.setStatus(status(rollback.statusOrNone(), migration.statusOrNone().verified()));
    return back;
  }

  /** Stands for a Migration that is not there. */
  public static Migration ofNothing() {
    var nothing = new Migration();
    nothing.setSpec(SpecReader.UNREADABLE);
    return nothing;
  }

  @Override
  protected Migration another() {
    var same = new WayBack();
    same.asked = asked;
    return same;
  }

  /** The name of the Migration that {@code migration} takes back; empty if it takes back none. */
  public static Optional<String> takenBackBy(Migration migration) {
    return askedOf(migration).map(RollbackSpec::migration);
  }

  /** What the run of {@code migration} saves before it changes anything; null if nothing. */
  public static @Nullable Export exportOf(Migration migration) {
    return askedOf(migration).map(RollbackSpec::export).orElse(null);
  }

  private static Optional<RollbackSpec> askedOf(Migration migration) {
    return migration instanceof WayBack back ? Optional.ofNullable(back.asked) : Optional.empty();
  }

  /** Whether it leads back. */
  public static boolean is(Migration migration) {
    return migration instanceof WayBack;
  }

  private static MigrationSpec spec(RollbackSpec back, MigrationSpec forth) {
    return SpecDraft.of(forth.database())
        .quiesce(forth.quiesce())
        .backup(back.restore() == null ? null : forth.backup())
        .migrate(steps(back, forth))
        .verify(back.verify())
        .guardrails(forth.guardrails())
        .pod(forth.pod())
        .unsupported(forth.unsupported())
        .spec();
  }

  /** The undo scripts are where the scripts are; what other tools have done they do not undo. */
  private static List<MigrateStep> steps(RollbackSpec back, MigrationSpec forth) {
    if (back.restore() != null) {
      return List.of();
    }
    return back.run() == null
        ? forth.migrate().stream().filter(step -> step.flyway() != null).toList()
        : List.of(new MigrateStep(null, back.run()));
  }

  private static MigrationStatus status(RollbackStatus known, @Nullable Verified verified) {
    var phase = known.phase() == Phase.ROLLED_BACK ? Phase.VERIFIED : known.phase();
    return new MigrationStatus(
        known.observedGeneration(),
        phase,
        known.conditions(),
        verified,
        null,
        saved(known),
        null,
        known.queuedSince(),
        List.of(),
        known.quiesced(),
        known.history(),
        List.of(),
        null);
  }

  /** What its run has saved is an export here, and known to the run as what it has saved. */
  private static @Nullable Run saved(RollbackStatus known) {
    var run = known.run();
    return run == null || known.export() == null ? run : run.saved(known.export());
  }

  /** What {@code status}, of a Migration that leads back, says of the Rollback. */
  public static RollbackStatus status(MigrationStatus status) {
    var run = status.run();
    return new RollbackStatus(
        status.observedGeneration(),
        status.phase() == Phase.VERIFIED ? Phase.ROLLED_BACK : status.phase(),
        status.conditions().stream().filter(WayBack::isOfRollbacks).map(WayBack::inWords).toList(),
        run == null ? null : run.saved(null),
        run == null ? null : run.backup(),
        status.history(),
        status.queuedSince(),
        status.quiesced());
  }

  private static boolean isOfRollbacks(Condition condition) {
    return !condition.type().equals(Condition.VERIFIED);
  }

  /** The run of a Rollback is verified when it has taken back what it was to take back. */
  private static Condition inWords(Condition known) {
    return known.reason().equals(Phase.VERIFIED.word())
        ? new Condition(
            known.type(),
            known.status(),
            Phase.ROLLED_BACK.word(),
            known.message(),
            known.lastTransitionTime(),
            known.observedGeneration())
        : known;
  }
}
