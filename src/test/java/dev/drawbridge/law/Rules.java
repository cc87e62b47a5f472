package dev.drawbridge.law;

import dev.drawbridge.decide.Need;
import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.Write;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rules that are tried: the real ones, or those with one of them broken, to see that the law
 * notices.
 *
 * @param decide what admission makes of a write
 * @param judge what it says of the result in the end
 * @param flaws what is wrong with the operator
 */
record Rules(Function<Write, Decision> decide, Function<Write, Decision> judge, Set<Flaw> flaws) {

  /** What an operator could do wrong. */
  enum Flaw {
    /** It believes its cache, and does not read the Migration anew before it lets go. */
    TRUSTS_ITS_CACHE,
    /** Its patch is done whatever has become of the Deployment meanwhile. */
    PATCHES_WHAT_IT_HAS_NOT_READ,
    /** It resumes those that people had paused as well. */
    RESUMES_EVERYTHING,
    /** After a conflict it never looks again. */
    GIVES_UP
  }

  private static final HoldRule RULE = new HoldRule(HoldRule.OPERATOR);

  static Rules real() {
    return new Rules(RULE::decide, RULE::judge, Set.of());
  }

  static Rules with(Flaw flaw) {
    return new Rules(RULE::decide, RULE::judge, Set.of(flaw));
  }

  /** Only what is created is held, and a change of its template holds nothing. */
  static Rules withoutHoldOnChange() {
    return without(write -> write.old() != null && write.part() == Write.Part.OBJECT);
  }

  static Rules withScalingFromZero() {
    return without(write -> write.part() == Write.Part.SCALE);
  }

  static Rules withMarksThroughStatus() {
    return without(write -> write.part() == Write.Part.STATUS);
  }

  /** It does not care what Kubernetes has looked at. */
  static Rules withoutReports() {
    return new Rules(
        write -> RULE.decide(unreported(write)), write -> RULE.judge(unreported(write)), Set.of());
  }

  private static Write unreported(Write write) {
    var old = write.old() == null ? null : Changes.reported(write.old(), null);
    return new Write(old, write.asked(), write.part(), write.user(), write.mayBreakGlass());
  }

  /** The label comes off by anybody's hand. */
  static Rules withoutGuardOfTheLabel() {
    return without(write -> Need.of(write.asked()).isEmpty());
  }

  /** Nothing is looked at again after others had their turn. */
  static Rules withoutJudgement() {
    return new Rules(RULE::decide, Rules::allow, Set.of());
  }

  /** Anybody may break glass. */
  static Rules withoutRights() {
    return new Rules(
        write -> RULE.decide(byOneWhoMay(write)),
        write -> RULE.judge(byOneWhoMay(write)),
        Set.of());
  }

  private static Rules without(Predicate<Write> gap) {
    return new Rules(
        write -> gap.test(write) ? allow(write) : RULE.decide(write),
        write -> gap.test(write) ? allow(write) : RULE.judge(write),
        Set.of());
  }

  boolean have(Flaw flaw) {
    return flaws.contains(flaw);
  }

  private static Write byOneWhoMay(Write write) {
    return new Write(write.old(), write.asked(), write.part(), write.user(), migration -> true);
  }

  private static Decision allow(Write write) {
    return new Decision.Allowed(write.asked(), List.of());
  }
}
