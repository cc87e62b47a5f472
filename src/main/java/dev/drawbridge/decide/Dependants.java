package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Migrations that name another one in {@code spec.dependsOn}: what they did stands on it. */
final class Dependants {

  private Dependants() {}

  /**
   * The names of those of {@code others} that stand on what {@code back} would take from {@code
   * migration}: they name it, were verified after that change, and have not been taken back since.
   * While there are any, it must not be taken away under them.
   *
   * @param others the Migrations of its namespace; itself among them does no harm
   */
  static List<String> verifiedAfter(
      RollbackSpec back, Migration migration, List<Migration> others) {
    var changed = changedAt(back, migration.statusOrNone());
    return others.stream()
        .filter(other -> dependsOn(other, migration.getMetadata().getName()))
        .filter(other -> standsSince(other.statusOrNone()).filter(changed::isBefore).isPresent())
        .map(other -> other.getMetadata().getName())
        .sorted()
        .toList();
  }

  /**
   * Why it is not taken away under them; empty if nothing stands on it. Closing the gate takes
   * nothing.
   */
  static Optional<String> sentence(
      RollbackSpec back, Migration migration, List<Migration> dependants) {
    var names =
        back.disable() == null ? verifiedAfter(back, migration, dependants) : List.<String>of();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Of those that come after Migration %s by dependsOn, %s %s verified after the change that would be taken back: take that back first."
                .formatted(
                    migration.getMetadata().getName(),
                    String.join(", ", names),
                    names.size() == 1 ? "was" : "were"));
  }

  private static boolean dependsOn(Migration other, String name) {
    return other.getSpec().dependsOn().stream().anyMatch(one -> name.equals(one.name()));
  }

  private static Optional<Instant> standsSince(MigrationStatus status) {
    var back = status.takenBack();
    var verified = status.verified();
    return verified == null || (back != null && back.isDone())
        ? Optional.empty()
        : Optional.of(verified.at());
  }

  /**
   * When the first of the changes began that are taken back; long ago if that is not remembered:
   * then everything that was verified may stand on them.
   */
  private static Instant changedAt(RollbackSpec back, MigrationStatus status) {
    var staying = Lowered.target(back, status);
    return status
        .runs()
        .filter(PastRun::changedSomething)
        .filter(run -> isSame(run.from(), staying))
        .findFirst()
        .map(PastRun::startedAt)
        .orElse(Instant.EPOCH);
  }

  private static boolean isSame(@Nullable String from, Optional<String> staying) {
    return from == null
        ? staying.isEmpty()
        : staying
            .filter(version -> SchemaVersion.of(version).isSameAs(SchemaVersion.of(from)))
            .isPresent();
  }
}
