package dev.drawbridge.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.law.Rules.Flaw;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever people, accidents, old caches and other webhooks do: no pod comes into being from a
 * template that was not let go, and what may go does go.
 */
class GateLawTest {

  /** More with {@code -Plaws}. */
  private static final int SEQUENCES = Integer.getInteger("laws.sequences", 2_000);

  private static final int ENOUGH_TO_NOTICE = 10_000;
  private static final int LENGTH = 60;

  @Test
  void noPodComesTooEarlyAndWhatMayGoGoes() {
    assertThat(firstFinding(Rules.real(), SEQUENCES, "")).isEmpty();
  }

  /** A broken rule, and the law by which it is noticed. */
  record Sabotage(String name, Rules rules, String law) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sabotage> sabotages() {
    var pod = "a pod comes into being";
    return List.of(
        new Sabotage("no hold on change", Rules.withoutHoldOnChange(), pod),
        new Sabotage("no judgement in the end", Rules.withoutJudgement(), pod),
        new Sabotage("no guard of the label", Rules.withoutGuardOfTheLabel(), pod),
        new Sabotage("no rights asked", Rules.withoutRights(), pod),
        new Sabotage("scaling from 0", Rules.withScalingFromZero(), pod),
        new Sabotage("no look at reports", Rules.withoutReports(), pod),
        new Sabotage(
            "marks through status", Rules.withMarksThroughStatus(), "nobody has paused it"),
        new Sabotage("stale look", Rules.with(Flaw.TRUSTS_ITS_CACHE), pod),
        new Sabotage("blind patch", Rules.with(Flaw.PATCHES_WHAT_IT_HAS_NOT_READ), pod),
        new Sabotage(
            "resumes everything", Rules.with(Flaw.RESUMES_EVERYTHING), "somebody had paused it"),
        new Sabotage("gives up", Rules.with(Flaw.GIVES_UP), "still held"));
  }

  @ParameterizedTest
  @MethodSource("sabotages")
  void brokenRuleIsNoticed(Sabotage sabotage) {
    assertThat(firstFinding(sabotage.rules(), ENOUGH_TO_NOTICE, sabotage.law())).isPresent();
  }

  private static Optional<Trial.Finding> firstFinding(Rules rules, int sequences, String law) {
    var trial = new Trial(rules, LENGTH);
    return LongStream.range(0, sequences)
        .mapToObj(trial::run)
        .flatMap(Optional::stream)
        .filter(finding -> finding.law().contains(law))
        .findFirst();
  }
}
