package dev.drawbridge.decide;

import dev.drawbridge.decide.RolloutView.OldPod;
import dev.drawbridge.decide.RolloutView.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deployments named api, of three pods, that depend on a Migration at schema 7. */
final class Rollouts {

  private static final Pods THREE = new Pods(3, 3, 3, 3);

  private Rollouts() {}

  static RolloutView done(Instant at) {
    return view("7", false, true, THREE, List.of(), Optional.of(at));
  }

  static RolloutView held() {
    return view("7", true, true, THREE, List.of(), Optional.empty());
  }

  static RolloutView askingFor(String schema) {
    return view(schema, false, true, THREE, List.of(), Optional.empty());
  }

  static RolloutView unobserved() {
    return view("7", false, false, THREE, List.of(), Optional.empty());
  }

  static RolloutView counting(int desired, int all, int updated, int available) {
    var pods = new Pods(desired, all, updated, available);
    return view("7", false, true, pods, List.of(), Optional.empty());
  }

  static RolloutView withEndingPod(Instant since) {
    var pod = new OldPod("api-old-1", Optional.of("node-3"), Optional.of(since));
    return view("7", false, true, THREE, List.of(pod), Optional.of(since));
  }

  private static RolloutView view(
      String schema,
      boolean held,
      boolean observed,
      Pods pods,
      List<OldPod> oldPods,
      Optional<Instant> rolledOutAt) {
    return new RolloutView(
        "Deployment", "api", new Ask.Schema(schema), held, observed, pods, oldPods, rolledOutAt);
  }
}
