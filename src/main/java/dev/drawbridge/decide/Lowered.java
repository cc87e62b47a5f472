package dev.drawbridge.decide;

import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Verified;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the gate may rely on while something is taken back, and after it. What is not known to stay
 * does not count any more.
 */
final class Lowered {

  private Lowered() {}

  /** What stays of what {@code status} relies on; null if nothing does. */
  static @Nullable Verified by(RollbackSpec back, MigrationStatus status) {
    var verified = status.verified();
    var target = target(back, status);
    if (verified == null || target.isEmpty()) {
      return null;
    }
    var version = target.get();
    var staying = SchemaVersion.of(version);
    return new Verified(
        version,
        applied(verified.applied(), staying),
        floor(verified.floor(), staying),
        releases(status, verified, staying),
        verified.database(),
        verified.secret(),
        verified.run(),
        "",
        null,
        verified.at());
  }

  /** The version that is the newest one afterwards; empty if it is not known, or none. */
  static Optional<String> target(RollbackSpec back, MigrationStatus status) {
    if (back.undo() != null) {
      return Optional.of(back.undo().to());
    }
    if (back.restore() != null) {
      return RestoredRun.of(back.restore(), status).flatMap(run -> Optional.ofNullable(run.from()));
    }
    return Optional.ofNullable(back.run())
        .flatMap(run -> Optional.ofNullable(run.version()))
        .map(RunStep.Version::to)
        .or(() -> isLeftChanged(status) ? verifiedBefore(status) : beforeTheLastChange(status));
  }

  /** Whether the last run has failed and left something changed, of which nothing was verified. */
  static boolean isLeftChanged(MigrationStatus status) {
    var run = status.run();
    return run != null && !run.underWay() && !run.succeeded() && OwnRollbackRules.hasChanged(run);
  }

  private static Optional<String> verifiedBefore(MigrationStatus status) {
    return Optional.ofNullable(status.verified())
        .flatMap(known -> Optional.ofNullable(known.version()));
  }

  /** A run that has found all applied has changed nothing: what it began with is not the past. */
  private static Optional<String> beforeTheLastChange(MigrationStatus status) {
    return status
        .runs()
        .filter(PastRun::changedSomething)
        .findFirst()
        .flatMap(run -> Optional.ofNullable(run.from()));
  }

  private static List<String> applied(List<String> before, SchemaVersion staying) {
    var left =
        before.stream()
            .filter(version -> {
              var known = SchemaVersion.of(version);
              return known.isSameAs(staying) || known.isAtMost(staying);
            })
            .toList();
    return left.isEmpty() ? List.of(staying.text()) : left;
  }

  private static @Nullable String floor(@Nullable String before, SchemaVersion staying) {
    return before != null && SchemaVersion.of(before).isAtMost(staying) ? before : null;
  }

  /** Only of the runs that are remembered it is known how far they went. */
  private static List<String> releases(
      MigrationStatus status, Verified verified, SchemaVersion staying) {
    var known =
        status
            .runs()
            .filter(PastRun::succeeded)
            .filter(run -> run.to() != null && SchemaVersion.of(run.to()).isAtMost(staying))
            .flatMap(run -> Stream.ofNullable(run.release()))
            .toList();
    return verified.releases().stream().filter(known::contains).toList();
  }
}
