package dev.drawbridge.decide;

import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a verified run proves, and how a Migration stands after a run. */
final class Verification {

  private static final int MOST_RELEASES = 20;

  private Verification() {}

  /** What the gate may rely on after {@code run}, which ended as {@code outcome}. */
  static Verified of(Run run, Outcome outcome, @Nullable Verified before, Snapshot snapshot) {
    var applied = outcome.log().applied().orElse(new AppliedVersions(null, List.of()));
    return new Verified(
        run.to(),
        applied.versions(),
        applied.floor(),
        releases(run.release(), before),
        outcome
            .database()
            .map(seen -> new Verified.Identity(seen.system(), seen.name()))
            .orElse(null),
        snapshot.spec().database().secretRef().name(),
        run.id(),
        run.inputs(),
        run.generation(),
        Objects.requireNonNullElse(run.finishedAt(), snapshot.now()));
  }

  private static List<String> releases(@Nullable String release, @Nullable Verified before) {
    var earlier = before == null ? Stream.<String>empty() : before.releases().stream();
    return Stream.concat(Stream.ofNullable(release), earlier)
        .distinct()
        .limit(MOST_RELEASES)
        .toList();
  }

  /**
   * What was verified, said of the current generation too: the spec has changed in nothing that is
   * run.
   */
  static Optional<Verified> stillHolds(@Nullable Verified verified, Run run, Snapshot snapshot) {
    return Optional.ofNullable(verified)
        .filter(known -> known.run().equals(run.id()))
        .map(known ->
            new Verified(
                known.version(),
                known.applied(),
                known.floor(),
                known.releases(),
                known.database(),
                known.secret(),
                known.run(),
                known.inputs(),
                snapshot.migration().getMetadata().getGeneration(),
                known.at()));
  }

  /** How a Migration stands whose last run is {@code run}, and which asks for no other. */
  static StatusDraft stands(StatusDraft draft, Run run) {
    var reason = Reason.of(Objects.requireNonNullElse(run.reason(), ""));
    var message = Objects.requireNonNullElse(run.message(), "");
    return run.succeeded()
        ? draft.stands(Phase.VERIFIED, Outlook.DONE, Reason.VERIFIED, message)
        : draft.stands(Phase.FAILED, Outlook.STUCK, reason, message);
  }
}
