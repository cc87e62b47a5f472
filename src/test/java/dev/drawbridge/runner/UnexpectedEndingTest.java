package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.StopSignal;
import org.junit.jupiter.api.Test;

/** What is said of how things stand when a defect ends the run. */
class UnexpectedEndingTest {

  private final Progress progress = new Progress();

  private Ending ofDefect() {
    var defect = new IllegalStateException("an odd thing");
    return UnexpectedEnding.of(defect, new StopSignal(), progress, words -> words);
  }

  @Test
  void nothingIsSaidToBeAppliedBeforeAnythingIs() {
    assertThat(ofDefect().exit()).isEqualTo(Exit.INTERNAL_ERROR);
    assertThat(ofDefect().message())
        .contains("IllegalStateException: an odd thing. Nothing was applied. The log of the pod");
  }

  @Test
  void scriptThatIsHalfDoneIsSaidToBeSo() {
    progress.begin("V2__index.sql", false, "delete from flyway_schema_history");

    assertThat(ofDefect().message())
        .contains(
            "V2__index.sql ran outside a transaction and may be half done",
            "delete from flyway_schema_history")
        .doesNotContain("Nothing was applied");
  }

  @Test
  void scriptThatIsRolledBackIsNotSaidToBeHalfDone() {
    progress.begin("V1__one.sql", true, "delete from flyway_schema_history");

    assertThat(ofDefect().message()).contains("Nothing was applied.").doesNotContain("half done");
  }

  @Test
  void scriptsBeforeAreSaidToBeApplied() {
    progress.applied("1");

    assertThat(ofDefect().message()).contains("Some scripts were applied by this run.");
  }

  @Test
  void afterOtherContainersTheirStepsAreSaidToBeDone() {
    assertThat(ofDefect().afterOthers().message())
        .contains("an odd thing. The steps before this one are done, and stay so. The log")
        .doesNotContain("Nothing was applied");
  }

  @Test
  void afterOtherContainersAHalfDoneScriptIsStillSaidToBeSo() {
    progress.begin("V2__index.sql", false, "delete from flyway_schema_history");

    assertThat(ofDefect().afterOthers().message()).contains("V2__index.sql", "half done");
  }
}
