package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a Deployment that depends on a Migration. Holding is the API server's part;
 * releasing is this one's.
 */
public final class GateRules {

  private GateRules() {}

  /**
   * What follows for a Deployment.
   *
   * @param release whether it looks as if it may go; it is looked at once more, freshly, before it
   *     does
   */
  public record GateVerdict(boolean release, List<Announcement> announcements) {
    public GateVerdict {
      announcements = List.copyOf(announcements);
    }
  }

  public static GateVerdict decide(DeploymentView deployment, Optional<Migration> migration) {
    if (!deployment.isHeld()) {
      return new GateVerdict(false, List.of());
    }
    return switch (ReleaseRule.judge(deployment.need(), deployment.namespace(), migration)) {
      case Ruling.Open _ -> new GateVerdict(true, List.of());
      case Ruling.Closed closed -> new GateVerdict(false, List.of(held(deployment, closed)));
    };
  }

  /** Said once for each thing that is asked for, and again when why it waits changes in kind. */
  private static Announcement held(DeploymentView deployment, Ruling.Closed closed) {
    return new Announcement(
        true,
        "RolloutHeld",
        closed.sentence(),
        deployment.uid() + deployment.need().words() + closed.why());
  }

  /** What to tell when a Deployment has been released. */
  public static Announcement released(DeploymentView deployment, Optional<Migration> migration) {
    var run =
        migration
            .flatMap(found -> Optional.ofNullable(found.getStatus()))
            .flatMap(status -> Optional.ofNullable(status.verified()))
            .map(verified -> ", verified by run " + verified.run())
            .orElse("");
    return new Announcement(
        false,
        "RolloutReleased",
        deployment.need().words() + run,
        deployment.uid() + deployment.need().words() + run);
  }
}
