package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.api.status.Waiting;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether those that come first leave a Migration its turn: verified, rolled out with no old pod
 * left, and for the soak time. The time stands in the status, so that no process has to live for
 * it; what the cluster itself remembers can only make it later.
 */
final class DependencyRules {

  /** Nothing tells that a pod which was being deleted has gone. */
  private static final Duration WHILE_AN_OLD_POD_IS_THERE = Duration.ofSeconds(5);

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private DependencyRules() {}

  /** That it waits for itself. */
  static Optional<Verdict> inACircle(Snapshot snapshot) {
    var circle = snapshot.dependencies().circle();
    return circle.isEmpty()
        ? Optional.empty()
        : Optional.of(
            stand(
                snapshot,
                Outlook.STUCK,
                Reason.DEPENDENCY_CIRCLE,
                "These Migrations wait for each other, each for the one after it: %s. Take one of them out of a spec.dependsOn."
                    .formatted(String.join(", ", circle))));
  }

  /** What it waits for; empty if all is as it should be. */
  static Optional<Verdict> waiting(Snapshot snapshot) {
    return obstacle(snapshot).or(() -> soaking(snapshot));
  }

  private static Optional<Verdict> obstacle(Snapshot snapshot) {
    var views = snapshot.dependencies().views();
    var verdict =
        views.stream()
            .flatMap(view -> obstacle(view).stream())
            .findFirst()
            .map(why -> stand(snapshot, Outlook.GOING_ON, Reason.WAITING_FOR_DEPENDENCY, why));
    var oldPods =
        views.stream()
            .flatMap(view -> view.rollouts().stream())
            .anyMatch(rollout -> !rollout.oldPods().isEmpty());
    return oldPods
        ? verdict.map(found -> found.lookingAgainAfter(WHILE_AN_OLD_POD_IS_THERE))
        : verdict;
  }

  private static Optional<String> obstacle(DependencyView view) {
    var name = view.asked().name();
    if (!view.isVerified()) {
      return Optional.of(
          "Waits for Migration %s to be verified as it is written now: %s."
              .formatted(
                  name, view.migration().map(DependencyRules::words).orElse("it is not there")));
    }
    var verified = verified(view);
    return Stream.concat(
            view.rollouts().stream().flatMap(one -> one.oldPart(verified).stream()),
            view.rollouts().stream().flatMap(one -> one.missingPart().stream()))
        .findFirst()
        .map(why ->
            "Waits until what depends on Migration %s is rolled out: %s.".formatted(name, why));
  }

  private static String words(Migration first) {
    if (first.isMarkedForDeletion()) {
      return "it is being deleted";
    }
    var phase = first.statusOrNone().phase();
    return phase == null || phase == Phase.VERIFIED
        ? "it has just been changed"
        : "it is " + phase.word();
  }

  private static Optional<Verdict> soaking(Snapshot snapshot) {
    var now = snapshot.dependencies().earliest(snapshot.now());
    return marks(snapshot).stream()
        .filter(mark -> mark.until().isAfter(now))
        .max(Comparator.comparing(Waiting::until))
        .map(last -> {
          var left = Duration.between(now, last.until());
          var verdict =
              stand(
                  snapshot,
                  Outlook.GOING_ON,
                  Reason.SOAKING,
                  "Migration %s is verified and no old pod is left since %s: the run may start at %s if none returns."
                      .formatted(last.dependency(), seconds(last.since()), seconds(last.until())));
          return verdict.lookingAgainAfter(left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
        });
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Since when each of those that come first is as it should be. */
  static List<Waiting> marks(Snapshot snapshot) {
    return snapshot.dependencies().views().stream()
        .flatMap(view -> mark(view, snapshot).stream())
        .toList();
  }

  /** A pod that is not available for a while does not start the time anew; an old one does. */
  private static Optional<Waiting> mark(DependencyView view, Snapshot snapshot) {
    var known =
        snapshot.status().waiting().stream()
            .filter(mark -> mark.dependency().equals(view.asked().name()))
            .map(Waiting::since)
            .findFirst();
    if (!view.isVerified() || hasOldParts(view) || (known.isEmpty() && hasMissingParts(view))) {
      return Optional.empty();
    }
    var since = since(view, known, snapshot.dependencies().latest(snapshot.now()));
    return Optional.of(
        new Waiting(view.asked().name(), since, since.plus(view.asked().soakOrNone())));
  }

  private static boolean hasOldParts(DependencyView view) {
    var verified = verified(view);
    return view.rollouts().stream().anyMatch(one -> one.oldPart(verified).isPresent());
  }

  private static boolean hasMissingParts(DependencyView view) {
    return view.rollouts().stream().anyMatch(one -> one.missingPart().isPresent());
  }

  /**
   * The latest of what is remembered, of when it was verified, and of when the rollouts were done
   * by their controllers' own clocks. What lies in the future was told by a wrong clock: the time
   * begins now then, and once it has begun, the future does not move it.
   */
  private static Instant since(DependencyView view, Optional<Instant> known, Instant now) {
    var rollouts = view.rollouts();
    var isAllTold = rollouts.stream().allMatch(one -> one.rolledOutAt().isPresent());
    var begun = known.isEmpty() && !isAllTold ? Optional.of(now) : known;
    var told =
        Stream.concat(
                Stream.of(verified(view).at()),
                rollouts.stream().flatMap(one -> one.rolledOutAt().stream()))
            .filter(time -> known.isEmpty() || !time.isAfter(now));
    return Stream.concat(begun.stream(), told)
        .max(Comparator.naturalOrder())
        .filter(now::isAfter)
        .orElse(now);
  }

  private static Verified verified(DependencyView view) {
    return Objects.requireNonNull(
        view.migration().orElseThrow().statusOrNone().verified(), "asked of what is not verified");
  }

  private static Verdict stand(Snapshot snapshot, Outlook outlook, Reason reason, String message) {
    return Verdict.of(
        StatusDraft.of(snapshot).stands(Phase.PENDING, outlook, reason, message).write());
  }
}
