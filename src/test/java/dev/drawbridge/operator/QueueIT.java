package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.status.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many that want to run at once: so many do, and the others are written to once while they wait.
 */
@ParameterizedClass
@EnumSource
class QueueIT {

  private static final int AT_ONCE = 8;
  private static final int SIZE = 24;

  /** What one takes that need not wait, and that it waits. */
  private static final int WRITES_OF_ONE = 8 + 1;

  private static final Pattern OF_MIGRATION = Pattern.compile("/migrations/([^/]+)");

  private final Stage stage;

  QueueIT(AnyGround ground) {
    stage = new Stage(ground.start());
  }

  @AfterEach
  void clearTheStage() {
    stage.close();
  }

  @Test
  void manyAtOnceRunAFewAtATimeAndWaitWithOneWrite() {
    var life = Lifeline.unlimited();
    names().forEach(stage::applyAll);
    stage.operator(life);

    await()
        .atMost(Stage.PATIENCE)
        .until(() -> stage.jobs().size() == AT_ONCE && waiting().size() == SIZE - AT_ONCE);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Stage.PATIENCE)
        .until(life::writes, writes -> writes.size() == life.writes().size());
    assertThat(stage.jobs()).hasSize(AT_ONCE);
    assertThat(writes(life))
        .as("each that waits")
        .containsAllEntriesOf(
            waiting().stream().collect(Collectors.toMap(Function.identity(), _ -> 1L)));

    IntStream.range(0, SIZE).forEach(_ -> endOne());
    names().forEach(name -> stage.awaitStatus(name, Expectations::isVerifiedAndReleased));
    names().forEach(name -> Expectations.awaitNothingKept(stage, name));
    assertThat(writes(life)).hasSize(SIZE).allSatisfy(QueueIT::isLittle);
  }

  private static void isLittle(String name, long writes) {
    assertThat(writes).as(name).isLessThanOrEqualTo(WRITES_OF_ONE);
  }

  private void endOne() {
    stage.awaitJob().starts().verifies("7");
    assertThat(underWay()).isLessThanOrEqualTo(AT_ONCE);
  }

  private long underWay() {
    return stage.jobs().stream()
        .filter(job -> job.getStatus() == null || job.getStatus().getConditions().isEmpty())
        .count();
  }

  private static List<String> names() {
    return IntStream.range(0, SIZE).mapToObj("app-%02d"::formatted).toList();
  }

  private List<String> waiting() {
    return names().stream().filter(name -> stage.status(name).phase() == Phase.QUEUED).toList();
  }

  /** Writes of Migrations, by name. */
  private static Map<String, Long> writes(Lifeline life) {
    return life.writes().stream()
        .map(OF_MIGRATION::matcher)
        .filter(path -> path.find())
        .collect(Collectors.groupingBy(path -> path.group(1), Collectors.counting()));
  }
}
