package dev.drawbridge.gate.webhook;

import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.Write;
import dev.drawbridge.gate.pod.PodRules;
import java.util.function.Function;

/**
 * Who decides. They know neither of HTTP nor of admission reviews.
 *
 * @param hold what becomes of a write that others may still change
 * @param check whether a write may be stored as it is
 * @param pods the rules for everything but Deployments
 */
public record Judges(
    Function<Write, Decision> hold, Function<Write, Decision> check, PodRules pods) {

  /** Those who keep {@code rule}. */
  public static Judges of(HoldRule rule) {
    return new Judges(rule::decide, rule::judge, PodRules.of(rule.operator()));
  }
}
