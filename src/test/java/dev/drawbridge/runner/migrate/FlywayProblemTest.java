package dev.drawbridge.runner.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** What is said of how things stand when Flyway refuses something. */
class FlywayProblemTest {

  private static final FlywayException REFUSED = new FlywayException("It cannot be done.");

  private static FlywayProblem ofSecondStep(boolean hasApplied) {
    return new FlywayProblem(new StepPlace(1, 2, "sales"), hasApplied, words -> words);
  }

  @Test
  void nothingIsSaidToBeAppliedBeforeAnythingIs() {
    var ending = ofSecondStep(false).ending(REFUSED).orElseThrow();

    assertThat(ending.exit()).isEqualTo(Exit.REFUSED);
    assertThat(ending.message()).isEqualTo("It cannot be done. Nothing was applied.");
  }

  @Test
  void stepsBeforeAreSaidToBeAppliedWhereTheyAre() {
    var ending = ofSecondStep(true).ending(REFUSED).orElseThrow();

    assertThat(ending.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(ending.message()).isEqualTo("It cannot be done. The steps before it are applied.");
  }
}
