package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.Count;
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
public record Approvals(Migration migration, Plan plan, List<AskedApproval> asked) {

  public Approvals {
    asked = List.copyOf(asked);
  }

  /**
   * Those of the plan that was made of the inputs as they are; empty if none was, or none need be.
   */
  static Optional<Approvals> of(Snapshot snapshot) {
    return snapshot.spec().mayNeedApproval()
        ? plan(snapshot).map(plan -> of(snapshot.migration(), plan))
        : Optional.empty();
  }

  /**
   * Those that {@code migration} says it waits for; empty if it waits for none. Whether its
   * ConfigMaps have changed since is for the operator to see, and for the next run.
   */
  public static Optional<Approvals> awaitedBy(Migration migration) {
    var status = migration.statusOrNone();
    return Optional.ofNullable(status.plan())
        .filter(_ -> status.phase() == Phase.AWAITING_APPROVAL)
        .map(plan -> of(migration, plan));
  }

  /** Who is asked for {@code plan}, and what each of them has written on {@code migration}. */
  public static Approvals of(Migration migration, Plan plan) {
    return new Approvals(migration, plan, asked(migration, plan));
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

  private static List<AskedApproval> asked(Migration migration, Plan plan) {
    var spec = migration.getSpec();
    if (!isNeeded(spec, plan)) {
      return List.of();
    }
    var annotations =
        Objects.requireNonNullElse(
            migration.getMetadata().getAnnotations(), Map.<String, String>of());
    var names = spec.approvals().isEmpty() ? List.of(AskedApproval.UNNAMED) : spec.approvals();
    return names.stream().map(name -> new AskedApproval(name, annotations, plan.digest())).toList();
  }

  /** Nobody has to approve that nothing is done. */
  private static boolean isNeeded(MigrationSpec spec, Plan plan) {
    return spec.requiresApproval() ? plan.changesSomething() : plan.losing() != null;
  }

  public boolean areComplete() {
    return missing().isEmpty();
  }

  /** Those that nobody has given yet. */
  public List<AskedApproval> missing() {
    return asked.stream().filter(one -> !one.isGiven()).toList();
  }

  /** Who has approved, in words. */
  public String given() {
    return asked.stream()
        .filter(AskedApproval::isGiven)
        .map(AskedApproval::signature)
        .collect(Collectors.joining(", "));
  }

  /** What waits for whom, and what to do. */
  String sentence() {
    var missing = missing();
    var flaws =
        missing.stream().flatMap(one -> one.flaw().stream()).map(flaw -> " " + flaw).toList();
    return "The plan waits for approval%s%s: %s.%s Read it in status.plan; who approves of it runs kubectl annotate migration %s -n %s --overwrite %s"
        .formatted(
            names(missing),
            given().isEmpty() ? "" : " (approved by " + given() + ")",
            what(),
            String.join("", flaws),
            migration.getMetadata().getName(),
            migration.getMetadata().getNamespace(),
            missing.stream().map(AskedApproval::command).collect(Collectors.joining(" or ")));
  }

  private static String names(List<AskedApproval> missing) {
    var names = missing.stream().map(AskedApproval::name).filter(name -> !name.isEmpty()).toList();
    return names.isEmpty() ? "" : " by " + String.join(", ", names);
  }

  /** What the plan does, in a few words. */
  public String what() {
    var tools = plan.tools() == null ? "" : " and " + Count.of(plan.tools(), "tool");
    var losing =
        plan.losing() == null ? "" : ", data is lost in " + Count.of(plan.losing(), "place");
    return "%s%s from %s to %s%s"
        .formatted(
            Count.of(plan.pending(), "script"),
            tools,
            Objects.requireNonNullElse(plan.from(), "no version"),
            Objects.requireNonNullElse(plan.to(), "no version"),
            losing);
  }
}
