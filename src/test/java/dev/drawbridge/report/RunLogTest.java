package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.RunEvent.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final String EVERY_PLANE = "\"quotes\" \\ \n\r\t é 漢 😀 𝄞 \u0000 \u2028";
  private static final Closing CLOSING =
      new Closing(
          Exit.MIGRATION_FAILED,
          Reason.SCRIPT_FAILED,
          EVERY_PLANE,
          "6",
          "6",
          1,
          2,
          new Closing.Failure("V7__x.sql", 41, "42P07", "CREATE TABLE x", "Correct it."),
          new Closing.Database("7111", "orders"));

  @Test
  void whatIsWrittenIsRead() {
    var events = report(20);

    assertThat(RunLog.read(RunLog.withinBudget(events, 100_000))).isEqualTo(new RunLog(events, 0));
  }

  @Test
  void anyCutAtAnyByteIsReadable() {
    var events = report(5);
    var bytes = RunLog.withinBudget(events, 100_000).getBytes(StandardCharsets.UTF_8);
    for (var length = 0; length <= bytes.length; length++) {
      var head = RunLog.read(text(Arrays.copyOf(bytes, length)));
      var tail = RunLog.read(text(Arrays.copyOfRange(bytes, length, bytes.length)));

      assertThat(events).as("the first %d bytes", length).containsAll(head.events());
      assertThat(events).as("from byte %d on", length).containsAll(tail.events());
      assertThat(head.events().size() + tail.events().size())
          .isGreaterThanOrEqualTo(events.size() - 1);
    }
  }

  @Test
  void closingLineComesFirstThenTheVersionsThenTheNewest() {
    var lines = RunLog.withinBudget(report(5), 100_000).lines().map(RunLog::read).toList();

    assertThat(lines.getFirst().closing()).contains(CLOSING);
    assertThat(lines.get(1).applied()).isPresent();
    assertThat(lines.get(2).events().getFirst().sequence()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 1_000, 1_536, 4_096})
  void budgetIsKeptInBytes(int budget) {
    var text = RunLog.withinBudget(report(60), budget);

    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(budget);
    assertThat(RunLog.read(text).closing().isPresent()).isEqualTo(budget >= 500);
  }

  @Test
  void gapsAreCounted() {
    var text = RunLog.line(event(2, State.APPLIED)) + "\n" + RunLog.line(event(5, State.APPLIED));

    assertThat(RunLog.read(text).gaps()).isEqualTo(3);
    assertThat(RunLog.read("").gaps()).isZero();
  }

  @Test
  void unknownFieldsAndWordsOfANewerVersionAreIgnored() {
    var line =
        """
        {"v":2,"seq":1,"at":"2026-11-21T10:00:00Z","phase":"migrate","state":"Dreaming","new":{"a":[1]}}
        """;

    assertThat(RunLog.read(line).events())
        .singleElement()
        .satisfies(event -> assertThat(event.state()).isEqualTo(State.UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Exception in thread main",
        "{",
        "{}",
        "null",
        "{\"v\":1}",
        "{\"v\":1,\"seq\":1,\"at\":\"2026-11-21T10:00:00Z\",\"state\":\"Ended\"}",
        "{\"v\":1,\"seq\":1,\"at\":\"2026-11-21T10:00:00Z\",\"phase\":\"end\",\"state\":\"Ended\",\"closing\":{}}",
        "{\"v\":1,\"seq\":1,\"at\":\"yesterday\",\"phase\":\"end\",\"state\":\"Ended\"}",
        "{\"v\":1,\"seq\":0,\"at\":\"2026-11-21T10:00:00Z\",\"phase\":\"end\",\"state\":\"Ended\"}",
      })
  void foreignLinesArePassedOver(String line) {
    var ours = RunLog.line(event(1, State.APPLIED));

    assertThat(RunLog.read(line + "\n" + ours).events()).containsExactly(event(1, State.APPLIED));
  }

  private static List<RunEvent> report(int events) {
    var applied = new AppliedVersions("5", List.of("6", "7"));
    return Stream.concat(
            IntStream.rangeClosed(1, events).mapToObj(number -> event(number, State.APPLIED)),
            Stream.of(event(events + 1, applied, null), event(events + 2, null, CLOSING)))
        .toList();
  }

  private static RunEvent event(int sequence, State state) {
    return new RunEvent(
        1, sequence, AT, "migrate", "flyway", state, "V" + sequence, EVERY_PLANE, 31L, null, null);
  }

  private static RunEvent event(
      int sequence, @Nullable AppliedVersions applied, @Nullable Closing closing) {
    return new RunEvent(
        1, sequence, AT, "end", null, State.ENDED, null, null, null, applied, closing);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
