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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a verified run proves, and how a Migration stands after a run. */
final class Verification {

  private static final int MOST_RELEASES = 20;
  private static final Set<String> MAY_HAVE_BEEN_BAD_LUCK =
      Set.of(Reason.LOST.word(), Reason.INPUTS_CHANGED.word());

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
        Objects.requireNonNullElse(run.secret(), snapshot.spec().database().access()),
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
        .map(known -> known.ofGeneration(snapshot.migration().getMetadata().getGeneration()));
  }

  /**
   * Whether {@code run}, which has ended, is of what is asked for now, and needs no second look. A
   * plan is not what is asked for in the end, and one that has changed is made anew.
   */
  static boolean isUpToDate(Snapshot snapshot, Run run) {
    return snapshot.inputs() instanceof Inputs.Ready ready
        && ready.digest().equals(run.inputs())
        && !run.isPlan()
        && !Reason.PLAN_CHANGED.word().equals(run.reason())
        && !isLookedAtOnceMore(snapshot, run);
  }

  /**
   * What a lost run has done is settled by a new look at the history table, and a kubelet that has
   * mounted an older ConfigMap than the one that was digested mounts the newer one for the next
   * pod. Once: a run that follows such a one counts as it ends. What a tool of the user's does a
   * second time nobody knows, so with such steps it ends as it is.
   */
  private static boolean isLookedAtOnceMore(Snapshot snapshot, Run run) {
    return !snapshot.spec().runsTools()
        && MAY_HAVE_BEEN_BAD_LUCK.contains(Objects.requireNonNullElse(run.reason(), ""))
        && !MAY_HAVE_BEEN_BAD_LUCK.contains(reasonBefore(snapshot, run));
  }

  private static String reasonBefore(Snapshot snapshot, Run run) {
    return snapshot
        .status()
        .runs()
        .filter(past -> past.id().equals(run.previous()))
        .findFirst()
        .map(past -> Objects.requireNonNullElse(past.reason(), ""))
        .orElse("");
  }

  /** How a Migration stands whose run has just ended: as that says, unless another one is due. */
  static StatusDraft stands(StatusDraft draft, Run run, Snapshot snapshot) {
    return isUpToDate(snapshot, run) || snapshot.isBeingDeleted()
        ? stands(draft, run)
        : draft.stands(
            Phase.PENDING,
            Outlook.GOING_ON,
            Reason.NOT_VERIFIED_YET,
            "Run %s has ended (%s), and what is asked for is looked at again. %s"
                .formatted(run.id(), run.reason(), run.message()));
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
