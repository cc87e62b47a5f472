package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which pods a Deployment gets when it comes back from 0 replicas. One that is held must get those
 * that it had, and not those of the template that waits: of a paused Deployment without pods
 * Kubernetes scales the ReplicaSet of its template if there is one, and else the one made last.
 */
public final class Comeback {

  private static final Comparator<ReplicaSet> MADE_LAST_FIRST =
      Comparator.<ReplicaSet, String>comparing(
              set -> Objects.requireNonNullElse(set.getMetadata().getCreationTimestamp(), ""))
          .reversed()
          .thenComparing(set -> set.getMetadata().getName());

  private Comeback() {}

  /** The ReplicaSet of {@code sets} whose pods run, the newest if there are several. */
  public static Optional<String> running(List<ReplicaSet> sets) {
    return sets.stream()
        .filter(set -> Objects.requireNonNullElse(set.getSpec().getReplicas(), 1) > 0)
        .min(Revision.NEWEST_FIRST)
        .map(Comeback::name);
  }

  /**
   * Why {@code deployment} would get other pods than it had; empty if it would not.
   *
   * @param had whose pods it had; empty if it had none
   */
  public static Optional<String> obstacle(
      Deployment deployment, List<ReplicaSet> sets, Optional<String> had) {
    return Hold.markOf(deployment)
        .flatMap(_ -> scaled(deployment, sets))
        .filter(name -> !name.equals(had.orElse("")))
        .map(name ->
            "it is held, and Kubernetes would start pods of its ReplicaSet %s%s. Delete that one, which has no pods, or apply the template that ran last"
                .formatted(name, had.map(ran -> ", and not of " + ran).orElse("")));
  }

  /**
   * Why no pods of {@code set} may be started for {@code held}: a Rollback has taken back what they
   * need. Empty if it has not, or if somebody has opened the gate for them.
   *
   * @param migration the one that {@code held} depends on; empty if there is none
   */
  public static Optional<String> takenBack(
      Deployment held, ReplicaSet set, Optional<Migration> migration) {
    var ask = Ask.of(set.getSpec().getTemplate());
    return Need.of(held)
        .map(need -> new Need(need.migration(), ask))
        .filter(_ -> BreakGlass.inEffect(set, ask).isEmpty())
        .filter(need -> {
          var ruling = ReleaseRule.judge(need, held.getMetadata().getNamespace(), migration);
          return ReleaseRule.isTakenBack(ruling, migration);
        })
        .map(need ->
            "its pods need %s, which was taken back. Apply a template that can do without"
                .formatted(need.words()));
  }

  private static Optional<String> scaled(Deployment deployment, List<ReplicaSet> sets) {
    return sets.stream()
        .filter(set -> Revision.template(set).equals(deployment.getSpec().getTemplate()))
        .findFirst()
        .or(() -> sets.stream().min(MADE_LAST_FIRST))
        .map(Comeback::name);
  }

  private static String name(ReplicaSet set) {
    return set.getMetadata().getName();
  }
}
