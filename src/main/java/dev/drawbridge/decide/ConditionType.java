package dev.drawbridge.decide;

import dev.drawbridge.api.status.Condition;

/** The conditions of a Migration, by the kstatus convention. */
enum ConditionType {
  /** The last run was verified, and nothing has changed since. */
  READY(Condition.READY),
  /** Something is under way or awaited, and will go on by itself. */
  RECONCILING("Reconciling"),
  /** Nothing goes on until somebody does something. */
  STALLED("Stalled"),
  /** Something was verified that the gate relies on. */
  VERIFIED("Verified"),
  /** What was looked at after the run was well; only where the spec has smoke or monitor. */
  HEALTHY("Healthy");

  private final String word;

  ConditionType(String word) {
    this.word = word;
  }

  /** The type as Kubernetes writes it. */
  String word() {
    return word;
  }
}
