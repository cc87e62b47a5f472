package dev.drawbridge.decide;

import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.status.Backup;
import java.util.Optional;

/** What a run is for. */
public sealed interface Task {

  /** What the next run is for. Where a plan has to be approved, it is made first. */
  static Task of(Snapshot snapshot) {
    if (!snapshot.spec().mayNeedApproval()) {
      return new Apply(Optional.empty());
    }
    return Consent.of(snapshot)
        .<Task>map(consent -> new Apply(Optional.of(consent)))
        .orElseGet(Plan::new);
  }

  /**
   * Do what the spec says.
   *
   * @param consent to the only plan that may be carried out; empty if nobody had to be asked
   */
  record Apply(Optional<Consent> consent) implements Task {}

  /** Say what there is to do, and do nothing. */
  record Plan() implements Task {}

  /** Undo what is above version {@code to}. */
  record Undo(String to) implements Task {}

  /** Put {@code backup} back. */
  record Restore(Backup backup) implements Task {}

  /** Do the checks of {@code part}, and nothing else. */
  record Check(PlanItem.Part part) implements Task {}
}
