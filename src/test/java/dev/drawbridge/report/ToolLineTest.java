package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolLineTest {

  @Test
  void linesOfTheFormatAreReadAndAllOthersPassedOver() {
    var lines =
        ToolLine.read(
            """
            copying
            {"v":1,"subject":"users","state":"Applied","message":"1200 rows","millis":31}
              {"v":1,"subject":"orders","more":[1]}
            {"v":1,"subject":"to
            {"level":"info","msg":"another program's JSON"}
            {"v":0,"subject":"x"}
            {"v":1,"subject":"odd","state":"Sideways"}
            """);

    assertThat(lines).extracting(ToolLine::subject).containsExactly("users", "orders", "odd");
    assertThat(lines)
        .extracting(ToolLine::stateOrFound)
        .containsExactly(RunEvent.State.APPLIED, RunEvent.State.FOUND, RunEvent.State.UNKNOWN);
    assertThat(lines.getFirst().millis()).isEqualTo(31);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ok\": false}",
        "all done\n{\"rows\": 3, \"ok\":false}\n\n",
      })
  void lastLineThatSaysNotOkIsARefusal(String output) {
    assertThat(ToolLine.refusal(output))
        .hasValueSatisfying(line -> assertThat(line).contains("ok"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"ok\": true}",
        "{\"ok\": false}\nbut then it went well",
        "{\"ok\": \"false\"}",
        "{\"result\": {\"ok\": false}}",
        "{\"ok\": fal",
        "[false]",
      })
  void anythingElseIsNone(String output) {
    assertThat(ToolLine.refusal(output)).isEmpty();
  }
}
