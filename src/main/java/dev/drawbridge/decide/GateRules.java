package dev.drawbridge.decide;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a Deployment that depends on a Migration. Holding is the API server's part;
 * releasing, and saying why it waits, is this one's.
 */
public final class GateRules {

  private static final int LONGEST_SENTENCE = 1000;

  private GateRules() {}

  /**
   * What follows for a Deployment.
   *
   * @param release whether it looks as if it may go; it is looked at once more, freshly, before it
   *     does
   * @param withdraw whether what it asks for has been taken back since it was let go
   * @param explanation the sentence to be written on it, if another one stands there
   * @param lookAgain after how long time alone may change the verdict
   */
  public record GateVerdict(
      boolean release,
      boolean withdraw,
      Optional<String> explanation,
      List<Announcement> announcements,
      Optional<Duration> lookAgain) {

    public GateVerdict {
      announcements = List.copyOf(announcements);
    }
  }

  private static final GateVerdict LETTING_GO =
      new GateVerdict(true, false, Optional.empty(), List.of(), Optional.empty());

  public static GateVerdict decide(GateSnapshot snapshot) {
    var deployment = snapshot.deployment();
    if (!deployment.isHeld()) {
      return snapshot.isTakenBack()
          ? new GateVerdict(false, true, Optional.empty(), List.of(), Optional.empty())
          : opened(deployment, snapshot.ruling());
    }
    return switch (snapshot.ruling()) {
      case Ruling.Open _ -> LETTING_GO;
      case Ruling.Closed closed -> goingBack(snapshot, waiting(snapshot, closed));
    };
  }

  /**
   * What was applied again while its old pods came back is taken back again, but not at once: a
   * tool that applies it every second must not be answered every second.
   */
  private static GateVerdict goingBack(GateSnapshot snapshot, GateVerdict waiting) {
    return snapshot.isGoingBack() && !snapshot.isQuiet()
        ? new GateVerdict(
            false, true, waiting.explanation(), waiting.announcements(), waiting.lookAgain())
        : waiting;
  }

  /** What people have let go without proof is told, and told again while it is without. */
  private static GateVerdict opened(DeploymentView deployment, Ruling ruling) {
    var told =
        switch (ruling) {
          case Ruling.Open _ -> Optional.<Announcement>empty();
          case Ruling.Closed closed ->
              deployment
                  .glass()
                  .map(words ->
                      new Announcement(
                          true,
                          "GlassBroken",
                          clip(words + "; it " + closed.sentence()),
                          deployment.uid() + words));
        };
    return new GateVerdict(
        false, false, Optional.empty(), told.stream().toList(), Optional.empty());
  }

  /**
   * The event comes at once. The sentence on the Deployment comes when the wait lasts: a wait of a
   * few seconds is not worth a write.
   */
  private static GateVerdict waiting(GateSnapshot snapshot, Ruling.Closed closed) {
    var sentence = clip(closed.sentence());
    if (snapshot.explanation().filter(sentence::equals).isPresent()) {
      // Told before it was written: a process that starts anew does not tell all of it again.
      return new GateVerdict(false, false, Optional.empty(), List.of(), Optional.empty());
    }
    var told = List.of(held(snapshot, closed.why(), sentence));
    return snapshot.isQuiet()
        ? new GateVerdict(false, false, Optional.empty(), told, Optional.of(untilLoud(snapshot)))
        : new GateVerdict(false, false, Optional.of(sentence), told, Optional.empty());
  }

  private static Duration untilLoud(GateSnapshot snapshot) {
    return Duration.between(snapshot.now(), snapshot.quietUntil());
  }

  /**
   * Said once for each hold, and again when why it waits changes in kind or the run that it waits
   * for has failed.
   */
  private static Announcement held(GateSnapshot snapshot, Ruling.Why why, String sentence) {
    var deployment = snapshot.deployment();
    return new Announcement(
        true,
        "RolloutHeld",
        sentence,
        deployment.uid()
            + deployment.need().words()
            + why
            + snapshot.failedRun().orElse("")
            + snapshot.start().generation());
  }

  /** What to tell when a Deployment has been released. */
  public static Announcement released(GateSnapshot snapshot) {
    var deployment = snapshot.deployment();
    var run =
        snapshot
            .migration()
            .flatMap(found -> Optional.ofNullable(found.getStatus()))
            .flatMap(status -> Optional.ofNullable(status.verified()))
            .map(verified -> ", verified by run " + verified.run())
            .orElse("");
    return new Announcement(
        false,
        "RolloutReleased",
        clip(deployment.need().words() + run),
        deployment.uid() + deployment.need().words() + run + snapshot.start().generation());
  }

  private static String clip(String sentence) {
    return sentence.length() <= LONGEST_SENTENCE
        ? sentence
        : sentence.substring(0, LONGEST_SENTENCE - 1) + "…";
  }
}
