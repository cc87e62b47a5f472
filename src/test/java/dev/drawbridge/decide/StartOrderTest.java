package dev.drawbridge.decide;

import static dev.drawbridge.decide.Snapshots.NOW;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void namespaceWithRunsUnderWayWaitsForOneWithout() {
    var line =
        new Neighbour[] {
          running("many/a", "many/a"),
          waiting("many/b", "many/b", -9),
          waiting("many/c", "many/c", -8)
        };

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(2).look())).isEmpty();
  }

  @Test
  void namespaceWithManyWhoCameFirstTakesTurns() {
    var line =
        new Neighbour[] {
          waiting("many/a", "many/a", -9),
          waiting("many/b", "many/b", -8),
          waiting("many/c", "many/c", -7)
        };

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(1).look())).isPresent();
    assertThat(StartOrder.blocker(aMigration().line(line).atMost(2).look())).isEmpty();
  }

  /** It waits for this one, and cannot be waited for at the same time. */
  @Test
  void whoCameLaterToTheSameQueueIsNotWaitedForWhicheverItsNamespace() {
    var line =
        new Neighbour[] {
          running("shop/a", "a"), running("shop/b", "b"), waiting("other/c", QUEUE, 1)
        };

    assertThat(StartOrder.blocker(aMigration().line(line).atMost(3).look())).isEmpty();
  }

  @Test
  void sentenceStaysWhileItMovesUp() {
    var far = new Neighbour[] {waiting("a/a", "a/a", -9), waiting("b/b", "b/b", -8)};
    var near = new Neighbour[] {running("c/c", "c/c"), waiting("b/b", "b/b", -8)};
    var inTheQueue = new Neighbour[] {running("c/c", QUEUE), waiting("b/b", QUEUE, -8)};
    var furtherInTheQueue = new Neighbour[] {waiting("b/b", QUEUE, -8), waiting("d/d", QUEUE, -7)};

    assertThat(sentence(far)).isEqualTo(sentence(near)).contains("at most 1 runs");
    assertThat(sentence(inTheQueue)).isEqualTo(sentence(furtherInTheQueue)).contains(QUEUE);
  }

  @Test
  void nextAreTheFirstOfEachQueueAndNoMoreThanThereArePlaces() {
    var everyone =
        List.of(
            running("a/a", "a"),
            waiting("a/b", "a", -9),
            waiting("a/c", "a", -8),
            waiting("d/d", "d", -7),
            waiting("d/e", "e", -6),
            waiting("f/f", "f", -5));

    assertThat(StartOrder.next(everyone, 2)).containsExactlyInAnyOrder("a/b", "d/d", "f/f");
    assertThat(StartOrder.next(everyone, 9)).containsExactlyInAnyOrder("a/b", "d/d", "d/e", "f/f");
  }

  private static String sentence(Neighbour... line) {
    return StartOrder.blocker(aMigration().line(line).atMost(1).look()).orElseThrow();
  }

  private static Neighbour running(String name, String queue) {
    return new Neighbour(name, queue, true, "11111111", NOW.minusSeconds(60));
  }

  private static Neighbour waiting(String name, String queue, long seconds) {
    return new Neighbour(name, queue, false, "", NOW.plusSeconds(seconds));
  }
}
