package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartOrderTest {

  private static final String QUEUE = "shop/orders-db";

  @Test
  void emptyLineLetsItStart() {
    assertThat(StartOrder.blocker(aMigration().look())).isEmpty();
  }

  @Test
  void runOnTheSameDatabaseIsWaitedForByName() {
    assertThat(StartOrder.blocker(aMigration().line(running("shop/b", QUEUE)).look()))
        .hasValueSatisfying(why -> assertThat(why).contains("shop/b", "11111111", QUEUE));
  }

  @Test
  void runOnAnotherDatabaseIsNotWaitedFor() {
    assertThat(StartOrder.blocker(aMigration().line(running("shop/b", "shop/b-db")).look()))
        .isEmpty();
  }

  @Test
  void whoCameFirstGoesFirst() {
    assertThat(StartOrder.blocker(aMigration().line(waiting("shop/b", QUEUE, -1)).look()))
        .isPresent();
    assertThat(StartOrder.blocker(aMigration().line(waiting("shop/b", QUEUE, 1)).look())).isEmpty();
  }

  @Test
  void ofTwoWhoCameAtOnceTheNameDecides() {
    assertThat(StartOrder.blocker(aMigration().line(waiting("shop/aaa", QUEUE, 0)).look()))
        .isPresent();
    assertThat(StartOrder.blocker(aMigration().line(waiting("shop/zzz", QUEUE, 0)).look()))
        .isEmpty();
  }

  @Test
  void onlySoManyRunAtOnce() {
    var line = new Neighbour[] {running("a/a", "a/a"), running("b/b", "b/b")};

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(2).look())).isPresent();
    assertThat(StartOrder.blocker(aMigration().line(line).atMost(3).look())).isEmpty();
  }

  @Test
  void lastPlaceIsForWhoCameFirst() {
    var line = new Neighbour[] {running("a/a", "a/a"), waiting("b/b", "b/b", -5)};

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(2).look())).isPresent();
    assertThat(StartOrder.blocker(aMigration().line(line).atMost(3).look())).isEmpty();
  }

  @Test
  void placeIsNotKeptForWhoCouldNotTakeIt() {
    var line =
        new Neighbour[] {
          running("a/a", "a/a"), waiting("a/b", "a/a", -5), waiting("a/c", "a/a", -4)
        };

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(2).look())).isEmpty();
  }

  private static Neighbour running(String name, String queue) {
    return new Neighbour(name, queue, true, "11111111", NOW.minusSeconds(60));
  }

  private static Neighbour waiting(String name, String queue, long seconds) {
    return new Neighbour(name, queue, false, "", NOW.plusSeconds(seconds));
  }
}
