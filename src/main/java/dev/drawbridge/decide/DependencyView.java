package dev.drawbridge.decide;

import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Migration;
import java.util.List;
import java.util.Optional;

/**
 * A Migration that comes first, as it is now.
 *
 * @param migration empty if there is none of that name
 * @param inputs what it would be run with now
 * @param rollouts what depends on it; only looked at where it is verified
 */
public record DependencyView(
    Dependency asked,
    Optional<Migration> migration,
    Optional<Inputs> inputs,
    List<RolloutView> rollouts) {

  public DependencyView {
    rollouts = List.copyOf(rollouts);
  }

  /** Whether it is verified as it is written now, with its scripts as they are now. */
  public boolean isVerified() {
    return migration
        .filter(found -> !found.isMarkedForDeletion() && ReleaseRule.isVerifiedAsWritten(found))
        .map(found -> found.statusOrNone().verified())
        .filter(verified ->
            inputs.orElse(null) instanceof Inputs.Ready ready
                && ready.digest().equals(verified.inputs()))
        .isPresent();
  }
}
