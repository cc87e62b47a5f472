package dev.drawbridge.runner.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.runner.process.Ending;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** What is said of how things stand when Flyway refuses something. */
class FlywayProblemTest {

  private static Ending ofSecondStep(boolean hasApplied) {
    return new FlywayProblem(new StepPlace(1, 2, "sales"), hasApplied, words -> words)
        .ending(new FlywayException("It cannot be done."))
        .orElseThrow();
  }

  @Test
  void nothingIsSaidToBeAppliedBeforeAnythingIs() {
    var ending = ofSecondStep(false);

    assertThat(ending.exit()).isEqualTo(Exit.REFUSED);
    assertThat(ending.message()).isEqualTo("It cannot be done. Nothing was applied.");
  }

  @Test
  void stepsBeforeAreSaidToBeAppliedWhereTheyAre() {
    var ending = ofSecondStep(true);

    assertThat(ending.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(ending.message()).isEqualTo("It cannot be done. The steps before it are applied.");
  }
}
