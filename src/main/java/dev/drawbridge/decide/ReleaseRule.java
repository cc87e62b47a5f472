package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Ruling.Closed;
import dev.drawbridge.decide.Ruling.Open;
import dev.drawbridge.decide.Ruling.Why;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the gate opens: if and only if what a Deployment needs has been verified. It judges what
 * stands in the Migration's status, so a run that is under way or has failed closes nothing that an
 * earlier one has verified.
 */
public final class ReleaseRule {

  private ReleaseRule() {}

  /**
   * Whether a Deployment in {@code namespace} with this need may roll out.
   *
   * @param found the Migration that the need names, freshly read; empty if there is none
   */
  public static Ruling judge(Need need, String namespace, Optional<Migration> found) {
    if (found.isEmpty()) {
      return new Closed(
          Why.MIGRATION_MISSING,
          "needs Migration "
              + need.migration()
              + ", which does not exist in namespace "
              + namespace);
    }
    var migration = found.get();
    return judge(
        need, migration, Optional.ofNullable(migration.getStatus()).orElse(MigrationStatus.NONE));
  }

  /** Whether {@code ruling} is what it is because a Rollback has closed the gate. */
  public static boolean isTakenBack(Ruling ruling, Optional<Migration> migration) {
    return ruling instanceof Closed(var why, _)
        && why == Why.NOT_VERIFIED
        && migration.filter(found -> found.statusOrNone().takenBack() != null).isPresent();
  }

  /** The same for a Migration that is there, by a status that may not be written yet. */
  static Ruling judge(Need need, Migration migration, MigrationStatus status) {
    if (migration.isMarkedForDeletion()) {
      return new Closed(
          Why.MIGRATION_BEING_DELETED, "needs " + need.words() + ", which is being deleted");
    }
    if (!isVerified(need.ask(), migration, status)) {
      return new Closed(
          Why.NOT_VERIFIED, "needs " + need.words() + "; " + Standing.of(need, status));
    }
    return aboveMinimum(need, migration, status);
  }

  /**
   * Whether what was verified is what {@code inputs}, freshly read, are now. It matters where a
   * template asks for nothing by name: scripts that were applied in the same breath must not pass
   * for those that were verified before.
   */
  public static boolean standsOnTheseInputs(Need need, Migration migration, Inputs inputs) {
    if (!(need.ask() instanceof Ask.Nothing)) {
      return true;
    }
    var verified = Optional.ofNullable(migration.getStatus()).map(MigrationStatus::verified);
    return inputs instanceof Inputs.Ready ready
        && verified.filter(known -> known.inputs().equals(ready.digest())).isPresent();
  }

  private static boolean isVerified(Ask ask, Migration migration, MigrationStatus status) {
    var verified = status.verified();
    if (verified == null) {
      return false;
    }
    return switch (ask) {
      case Ask.Schema(var version) -> isApplied(SchemaVersion.of(version), verified);
      case Ask.Release(var name) -> verified.releases().contains(name);
      case Ask.Both(var schema, var release) ->
          isVerified(schema, migration, status) && isVerified(release, migration, status);
      case Ask.Nothing() -> isVerifiedAsWritten(migration, verified, status.run());
    };
  }

  /** "Higher than" is no proof: a branch that is merged late brings a lower version. */
  static boolean isApplied(SchemaVersion wanted, Verified verified) {
    var floor = verified.floor();
    return verified.applied().stream().map(SchemaVersion::of).anyMatch(wanted::isSameAs)
        || (floor != null && isAtOrBelow(wanted, SchemaVersion.of(floor)));
  }

  private static boolean isAtOrBelow(SchemaVersion wanted, SchemaVersion floor) {
    return wanted.isSameAs(floor) || wanted.isAtMost(floor);
  }

  /** Whether {@code migration} is verified as it is written now. */
  static boolean isVerifiedAsWritten(Migration migration) {
    var status = migration.statusOrNone();
    var verified = status.verified();
    return verified != null && isVerifiedAsWritten(migration, verified, status.run());
  }

  /** A newer run of other inputs, under way or failed, leaves open what the Migration says now. */
  private static boolean isVerifiedAsWritten(
      Migration migration, Verified verified, @Nullable Run run) {
    return verified.generation() != null
        && Objects.equals(verified.generation(), migration.getMetadata().getGeneration())
        && run != null
        && run.succeeded()
        && run.id().equals(verified.run());
  }

  private static Ruling aboveMinimum(Need need, Migration migration, MigrationStatus status) {
    var minimum = minimumInForce(migration, status.verified());
    if (minimum.isEmpty()) {
      return new Open();
    }
    var isBelow =
        asked(need.ask()).filter(version -> !isAtOrBelow(minimum.get(), version)).isPresent();
    return isBelow
        ? new Closed(
            Why.BELOW_MINIMUM,
            "needs "
                + need.words()
                + ", which is applied, but minimumAppSchema there is "
                + minimum.get().text())
        : new Open();
  }

  /**
   * The minimum counts once the schema has reached it. Until then the applications of the older
   * schema are the ones that must be able to run.
   */
  private static Optional<SchemaVersion> minimumInForce(
      Migration migration, @Nullable Verified verified) {
    var reached = Optional.ofNullable(verified).map(Verified::version).map(SchemaVersion::of);
    return Optional.ofNullable(migration.getSpec().minimumAppSchema())
        .map(SchemaVersion::of)
        .filter(minimum -> reached.filter(version -> isBelow(version, minimum)).isEmpty());
  }

  private static boolean isBelow(SchemaVersion version, SchemaVersion minimum) {
    return version.order(minimum).orElse(0) < 0;
  }

  private static Optional<SchemaVersion> asked(Ask ask) {
    return switch (ask) {
      case Ask.Schema(var version) -> Optional.of(SchemaVersion.of(version));
      case Ask.Both(Ask.Schema(var version), _) -> Optional.of(SchemaVersion.of(version));
      case Ask.Release _, Ask.Nothing _ -> Optional.empty();
    };
  }
}
