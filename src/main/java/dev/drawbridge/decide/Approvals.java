package dev.drawbridge.decide;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Run;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who has approved of the plan of what is asked for now, and who has not.
 *
 * @param asked one for each approval that the plan needs; none if it needs none
 */
record Approvals(Snapshot snapshot, Plan plan, List<AskedApproval> asked) {

  Approvals {
    asked = List.copyOf(asked);
  }

  /**
   * Those of the plan that was made of the inputs as they are; empty if none was, or none need be.
   */
  static Optional<Approvals> of(Snapshot snapshot) {
    return snapshot.spec().mayNeedApproval()
        ? plan(snapshot).map(plan -> new Approvals(snapshot, plan, asked(snapshot, plan)))
        : Optional.empty();
  }

  private static Optional<Plan> plan(Snapshot snapshot) {
    return snapshot
        .lastRun()
        .filter(Run::isPlan)
        .filter(run ->
            snapshot.inputs() instanceof Inputs.Ready ready && ready.digest().equals(run.inputs()))
        .flatMap(run ->
            Optional.ofNullable(snapshot.status().plan())
                .filter(plan -> plan.run().equals(run.id())));
  }

  private static List<AskedApproval> asked(Snapshot snapshot, Plan plan) {
    if (!isNeeded(snapshot.spec(), plan)) {
      return List.of();
    }
    var annotations =
        Objects.requireNonNullElse(
            snapshot.migration().getMetadata().getAnnotations(), Map.<String, String>of());
    var names =
        snapshot.spec().approvals().isEmpty()
            ? List.of(AskedApproval.UNNAMED)
            : snapshot.spec().approvals();
    return names.stream().map(name -> new AskedApproval(name, annotations, plan.digest())).toList();
  }

  /** Nobody has to approve that nothing is done. */
  private static boolean isNeeded(MigrationSpec spec, Plan plan) {
    return spec.requiresApproval() ? plan.changesSomething() : plan.losing() != null;
  }

  boolean areComplete() {
    return asked.stream().allMatch(AskedApproval::isGiven);
  }

  /** Who has approved, in words. */
  String given() {
    return asked.stream()
        .filter(AskedApproval::isGiven)
        .map(AskedApproval::signature)
        .collect(Collectors.joining(", "));
  }

  /** What waits for whom, and what to do. */
  String sentence() {
    var missing = asked.stream().filter(one -> !one.isGiven()).toList();
    var flaws =
        missing.stream().flatMap(one -> one.flaw().stream()).map(flaw -> " " + flaw).toList();
    return "The plan waits for approval%s%s: %s.%s Read it in status.plan; who approves of it runs kubectl annotate migration %s -n %s --overwrite %s"
        .formatted(
            names(missing),
            given().isEmpty() ? "" : " (approved by " + given() + ")",
            what(),
            String.join("", flaws),
            snapshot.name(),
            snapshot.migration().getMetadata().getNamespace(),
            missing.stream().map(AskedApproval::command).collect(Collectors.joining(" or ")));
  }

  private static String names(List<AskedApproval> missing) {
    var names = missing.stream().map(AskedApproval::name).filter(name -> !name.isEmpty()).toList();
    return names.isEmpty() ? "" : " by " + String.join(", ", names);
  }

  private String what() {
    var tools = plan.tools() == null ? "" : " and " + count(plan.tools(), "tool");
    var losing = plan.losing() == null ? "" : ", data is lost in " + count(plan.losing(), "place");
    return "%s%s from %s to %s%s"
        .formatted(
            count(plan.pending(), "script"),
            tools,
            Objects.requireNonNullElse(plan.from(), "no version"),
            Objects.requireNonNullElse(plan.to(), "no version"),
            losing);
  }

  private static String count(int number, String thing) {
    return number == 1 ? "1 " + thing : number + " " + thing + "s";
  }
}
