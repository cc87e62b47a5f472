package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.GateRules.GateVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the sentence on a held Deployment is written, and what it says. */
class GateExplanationTest {

  private static final Instant NOW = Snapshots.NOW.plusSeconds(60);
  private static final String MISSING =
      "needs Migration orders, which does not exist in namespace shop";

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 4", "4, 1"})
  void holdOfAFewSecondsIsNotWorthAWrite(int age, int wait) {
    var verdict = decide("", age, Optional.empty());

    assertThat(verdict.explanation()).isEmpty();
    assertThat(verdict.lookAgain()).contains(Duration.ofSeconds(wait));
    assertThat(verdict.announcements()).as("told at once").hasSize(1);
  }

  @Test
  void holdThatLastsIsExplainedInTheWordsOfItsEvent() {
    var verdict = decide("", 5, Optional.empty());

    assertThat(verdict.explanation()).contains(MISSING);
    assertThat(verdict.lookAgain()).isEmpty();
    assertThat(verdict.announcements().getFirst().message()).isEqualTo(MISSING);
  }

  @Test
  void sameSentenceIsNotWrittenAgain() {
    var verdict = decide(MISSING, 60, Optional.empty());

    assertThat(verdict.explanation()).isEmpty();
    assertThat(verdict.lookAgain()).isEmpty();
  }

  @Test
  void youngRunIsNotWrittenOfButALongOneIs() {
    var migration = Snapshots.aStartedRun().look().migration();
    var run = migration.runUnderWay().orElseThrow();

    var young = decide(MISSING, 60, Optional.of(migration), run.startedAt().plusSeconds(2));
    assertThat(young.explanation()).isEmpty();
    assertThat(young.lookAgain()).contains(Duration.ofSeconds(3));

    assertThat(
            decide(MISSING, 60, Optional.of(migration), run.startedAt().plusSeconds(5))
                .explanation())
        .hasValueSatisfying(sentence ->
            assertThat(sentence)
                .startsWith("needs schema 8 of Migration orders; nothing is verified yet; run ")
                .contains(run.id()));
  }

  @Test
  void failedRunIsWrittenAtOnceOverAnOlderSentence() {
    var migration = Snapshots.aFailedRun().look().migration();

    assertThat(decide(MISSING, 60, Optional.of(migration)).explanation())
        .hasValueSatisfying(sentence -> assertThat(sentence).contains(" failed"));
  }

  @Test
  void releaseIsNotHeldUpByASentence() {
    var seven = deployment(new Ask.Schema("7"));
    var verified = Optional.of(Snapshots.aVerifiedRun().look().migration());

    var verdict =
        GateRules.decide(
            new GateSnapshot(seven, Optional.of(MISSING), new HoldStart(NOW, 1), verified, NOW));

    assertThat(verdict.release()).isTrue();
    assertThat(verdict.explanation()).isEmpty();
  }

  @Test
  void endlessSentenceIsClippedAndThenLeftAlone() {
    var endless = deployment(new Ask.Schema("8".repeat(5000)));
    var migration = Optional.of(Snapshots.aVerifiedRun().look().migration());
    var start = new HoldStart(NOW.minusSeconds(60), 1);

    var sentence =
        GateRules.decide(new GateSnapshot(endless, Optional.empty(), start, migration, NOW))
            .explanation();

    assertThat(sentence.orElseThrow()).hasSize(1000).endsWith("…");
    assertThat(
            GateRules.decide(new GateSnapshot(endless, sentence, start, migration, NOW))
                .explanation())
        .isEmpty();
  }

  private static GateVerdict decide(String there, int age, Optional<Migration> migration) {
    return decide(there, age, migration, NOW);
  }

  private static GateVerdict decide(
      String there, int age, Optional<Migration> migration, Instant now) {
    return GateRules.decide(
        new GateSnapshot(
            deployment(new Ask.Schema("8")),
            Optional.of(there).filter(text -> !text.isEmpty()),
            new HoldStart(now.minusSeconds(age), 1),
            migration,
            now));
  }

  private static DeploymentView deployment(Ask ask) {
    return new DeploymentView(
        "Deployment",
        "shop",
        "api",
        "uid",
        new Need("orders", ask),
        Optional.of("true"),
        Optional.empty());
  }
}
