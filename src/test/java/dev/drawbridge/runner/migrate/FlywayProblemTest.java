package dev.drawbridge.runner.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Standing;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;

/** What is said of how things stand when Flyway refuses something. */
class FlywayProblemTest {

  private final Progress progress = new Progress();

  private Ending ofSecondStep() {
    return new FlywayProblem(new StepPlace(1, 2, "sales"), Standing.of(progress), words -> words)
        .ending(new FlywayException("It cannot be done."))
        .orElseThrow();
  }

  @Test
  void nothingIsSaidToBeAppliedBeforeAnythingIs() {
    var ending = ofSecondStep();

    assertThat(ending.exit()).isEqualTo(Exit.REFUSED);
    assertThat(ending.message()).isEqualTo("It cannot be done. Nothing was applied.");
  }

  @Test
  void scriptsBeforeAreSaidToBeAppliedWhereTheyAre() {
    progress.applied("1");

    var ending = ofSecondStep();

    assertThat(ending.exit()).isEqualTo(Exit.MIGRATION_FAILED);
    assertThat(ending.message())
        .isEqualTo("It cannot be done. Some scripts were applied by this run.");
  }
}
