package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Condition;
import dev.drawbridge.decide.Conditions.Outlook;
import dev.drawbridge.report.Reason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {

  @ParameterizedTest
  @CsvSource({
    "DONE, True, False, False",
    "GOING_ON, False, True, False",
    "STUCK, False, False, True",
    "AT_REST, False, False, False",
  })
  void outlookIsSaidByTheConventionOfKstatus(
      Outlook outlook, String ready, String reconciling, String stalled) {
    assertThat(of(outlook, List.of(), 0))
        .extracting(Condition::status)
        .containsExactly(ready, reconciling, stalled, "False");
  }

  @ParameterizedTest
  @EnumSource
  void timesStayWhileNothingFlips(Outlook outlook) {
    var before = of(outlook, List.of(), 0);

    assertThat(of(outlook, before, 60)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"GOING_ON", "STUCK", "AT_REST"})
  void onlyWhatFlipsGetsANewTime(Outlook outlook) {
    var before = of(outlook, List.of(), 0);

    var after = of(Outlook.DONE, before, 60);

    for (var index = 0; index < before.size(); index++) {
      var flips = !before.get(index).status().equals(after.get(index).status());
      assertThat(after.get(index).lastTransitionTime())
          .isEqualTo(flips ? NOW.plusSeconds(60) : NOW);
    }
  }

  private static List<Condition> of(Outlook outlook, List<Condition> before, long seconds) {
    return Conditions.of(
        outlook, Reason.RUNNING, "At work.", false, before, 1, NOW.plusSeconds(seconds));
  }
}
