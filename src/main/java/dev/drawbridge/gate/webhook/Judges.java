package dev.drawbridge.gate.webhook;

import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.function.Function;

/**
 * Who decides. They know neither of HTTP nor of admission reviews.
 *
 * @param hold what becomes of a write that others may still change
 * @param check whether a write may be stored as it is
 */
public record Judges(Function<Write, Decision> hold, Function<Write, Decision> check) {

  /** Those who keep {@code rule}. */
  public static Judges of(HoldRule rule) {
    return new Judges(write -> hold(rule, write), write -> check(rule, write));
  }

  private static Decision hold(HoldRule rule, Write write) {
    return new Decision.Allowed(stored(rule, write), List.of());
  }

  private static Decision check(HoldRule rule, Write write) {
    return stored(rule, write).equals(write.asked())
        ? new Decision.Allowed(write.asked(), List.of())
        : new Decision.Refused(
            "the gate is closed for this Deployment, and something has changed that after Drawbridge's"
                + " webhook: look for other mutating webhooks that change its label, its annotations or"
                + " its pause");
  }

  private static Deployment stored(HoldRule rule, Write write) {
    return rule.admit(write.old(), write.asked(), write.user());
  }
}
