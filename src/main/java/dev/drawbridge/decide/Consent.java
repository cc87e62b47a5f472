package dev.drawbridge.decide;

import java.util.Optional;

/**
 * Leave to carry out exactly one plan.
 *
 * @param digest of that plan
 * @param by who gave it, in words; empty if nobody had to be asked
 */
public record Consent(String digest, String by) {

  /**
   * What there is of it for the next run; empty if there is no plan yet, or somebody is missing.
   */
  static Optional<Consent> of(Snapshot snapshot) {
    return Approvals.of(snapshot)
        .filter(Approvals::areComplete)
        .map(approvals -> new Consent(approvals.plan().digest(), approvals.given()));
  }
}
