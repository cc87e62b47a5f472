package dev.drawbridge.decide;

import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.decide.RolloutState.State;
import java.util.List;
import java.util.stream.Collectors;

/** How far those Deployments are rolled out that a Migration lets go, all of them seen as one. */
final class GatedRollout {

  private GatedRollout() {}

  /**
   * What is not let go, because it asks for more than is verified, is not waited for.
   *
   * @param status of the Migration, as it is going to be
   */
  static RolloutState of(Snapshot snapshot, MigrationStatus status) {
    var open =
        snapshot.deployments().stream()
            .filter(view ->
                ReleaseRule.judge(view.need(), snapshot.migration(), status).isOpen()
                    || view.glass().isPresent())
            .toList();
    return open.stream().anyMatch(view -> is(State.FAILED, view))
        ? summary(State.FAILED, open)
        : summary(State.GOING_ON, open);
  }

  private static boolean is(State state, DeploymentView view) {
    return switch (state) {
      case FAILED -> !view.isHeld() && view.rollout().state() == State.FAILED;
      case GOING_ON -> view.isHeld() || view.rollout().state() == State.GOING_ON;
      case DONE -> !view.isHeld() && view.rollout().state() == State.DONE;
    };
  }

  private static RolloutState summary(State state, List<DeploymentView> open) {
    var such = open.stream().filter(view -> is(state, view)).toList();
    return such.isEmpty()
        ? RolloutState.DONE
        : new RolloutState(
            state,
            such.stream().map(GatedRollout::words).sorted().collect(Collectors.joining("; ")));
  }

  private static String words(DeploymentView view) {
    return "%s %s: %s"
        .formatted(
            view.kind(), view.name(), view.isHeld() ? "it is still held" : view.rollout().words());
  }
}
