package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.PlanSummary.Left;
import dev.drawbridge.report.PlanSummary.Lock;
import dev.drawbridge.report.PlanSummary.Rehearsed;
import dev.drawbridge.report.PlanSummary.Script;
import dev.drawbridge.report.RunEvent.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan in a report that is short of room: the digest and the counts always get through. */
class PlanLineTest {

  private static final String DIGEST = "0123456789abcdef".repeat(4);

  private static PlanSummary plan(@Nullable Rehearsed rehearsed) {
    var scripts =
        IntStream.rangeClosed(1, 50)
            .mapToObj(
                n -> new Script("V%d__a_script_with_a_name.sql".formatted(n), "" + n, n, true))
            .toList();
    return new PlanSummary(DIGEST, "6", "99", 1234, 2, 0, scripts, rehearsed);
  }

  private static Rehearsed rehearsed() {
    var lock = new Lock("ACCESS EXCLUSIVE", "orders", "reads and writes", "V1__a.sql", 3, 25);
    var left = new Left("V8__index.sql", "it runs outside a transaction");
    return new Rehearsed(
        31, 2, 4, null, Collections.nCopies(10, lock), List.of(), Collections.nCopies(10, left));
  }

  private static RunEvent event(int sequence, @Nullable PlanSummary plan) {
    return new RunEvent(
            1,
            sequence,
            Instant.parse("2026-11-21T10:00:00Z"),
            "preflight",
            null,
            State.FOUND,
            "plan",
            "1234 scripts pending",
            null,
            null,
            null)
        .with(plan);
  }

  private static RunEvent closing(Exit exit, String message) {
    var closing = new Closing(exit, Reason.VERIFIED, message, "6", "99", 1, 1, null, null);
    return new RunEvent(
        1,
        90,
        Instant.parse("2026-11-21T10:00:09Z"),
        "end",
        null,
        State.ENDED,
        null,
        null,
        null,
        null,
        closing);
  }

  private static List<RunEvent> run(RunEvent... also) {
    var events = new ArrayList<RunEvent>();
    events.add(event(1, plan(null)));
    events.add(event(2, plan(rehearsed())));
    IntStream.rangeClosed(3, 60).forEach(n -> events.add(event(n, null)));
    events.addAll(List.of(also));
    return events;
  }

  private static PlanSummary read(String text) {
    return RunLog.read(text).plan().map(RunEvent::plan).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {1755, 4096})
  void digestAndCountsGetThroughBesideALongEnd(int budget) {
    var text = RunLog.withinBudget(run(closing(Exit.MIGRATION_FAILED, "x".repeat(900))), budget);

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(budget);
    assertThat(read(text).digest()).isEqualTo(DIGEST);
    assertThat(read(text).pending()).isEqualTo(1234);
    assertThat(RunLog.read(text).closing()).isPresent();
  }

  @Test
  void planThatIsAskedForAloneHasMoreRoom() {
    var alone = read(RunLog.withinBudget(run(closing(Exit.PLANNED, "Planned only.")), 4096));
    var beside = read(RunLog.withinBudget(run(closing(Exit.VERIFIED, "All is well.")), 4096));

    assertThat(alone.scripts()).hasSizeGreaterThan(2 * beside.scripts().size());
    assertThat(beside.scripts()).isNotEmpty();
    assertThat(beside.rehearsed()).isNotNull();
  }

  @Test
  void onlyThePlanAsItWasKnownInTheEndIsTold() {
    var text = RunLog.withinBudget(run(closing(Exit.VERIFIED, "All is well.")), 64 * 1024);

    assertThat(text.lines().filter(line -> line.contains(DIGEST))).hasSize(1);
    assertThat(read(text).rehearsed()).isEqualTo(rehearsed());
    assertThat(read(text).scripts()).hasSize(50);
  }

  @Test
  void planOfAnotherProgramIsPassedOver() {
    var line = RunLog.line(event(1, plan(rehearsed())));
    assertThat(RunLog.read(line).plan()).isPresent();
    assertThat(RunLog.read(line.replace("\"digest\"", "\"number\"")).plan()).isEmpty();
    assertThat(RunLog.read(line.replace("\"relation\"", "\"table\"")).plan()).isEmpty();
  }
}
