package dev.drawbridge.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Neighbour;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.decide.Task;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final List<Neighbour> cached = new ArrayList<>();
  private final Places places = new Places(besides -> List.copyOf(cached));

  @Test
  void runsUnderWayCountTowardsTheLimit() {
    IntStream.range(0, 7).forEach(number -> cached.add(running("old-" + number)));

    assertThat(places.take(migration("a"), plan("queue-a"))).isEmpty();
    assertThat(places.take(migration("b"), plan("queue-b")))
        .hasValueSatisfying(why -> assertThat(why).contains("8 runs"));
  }

  @Test
  void runThatIsBothTakenAndShownCountsOnce() {
    IntStream.range(0, 6).forEach(number -> cached.add(running("old-" + number)));

    assertThat(places.take(migration("a"), plan("queue-a"))).isEmpty();
    cached.add(running("a"));

    assertThat(places.take(migration("b"), plan("queue-b"))).isEmpty();
  }

  @Test
  void placeThatWasGivenBackIsStillSeenInTheCaches() {
    assertThat(places.take(migration("a"), plan("queue"))).isEmpty();
    assertThat(places.take(migration("b"), plan("queue"))).isPresent();

    cached.add(new Neighbour("shop/a", "queue", true, "11111111", NOW));
    places.give("uid-a");

    assertThat(places.take(migration("b"), plan("queue")))
        .hasValueSatisfying(why -> assertThat(why).contains("shop/a", "queue"));
  }

  @Test
  void placeIsOnesOwnUntilItIsGivenBack() {
    assertThat(places.take(migration("a"), plan("queue"))).isEmpty();
    assertThat(places.take(migration("a"), plan("queue"))).isEmpty();

    places.give("uid-a");

    assertThat(places.take(migration("b"), plan("queue"))).isEmpty();
  }

  private static Neighbour running(String name) {
    return new Neighbour("shop/" + name, "queue of " + name, true, "11111111", NOW);
  }

  private static RunPlan plan(String queue) {
    return new RunPlan(
        "22222222",
        Optional.empty(),
        "digest",
        Map.of(),
        "job",
        queue,
        Optional.empty(),
        8,
        NOW,
        NOW.plus(Duration.ofMinutes(30)),
        new Task.Apply(Optional.empty()));
  }

  private static Migration migration(String name) {
    var migration = new Migration();
    migration.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid("uid-" + name)
            .build());
    return migration;
  }
}
