package dev.drawbridge.decide;

import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Laws that hold whatever happens, tried with many seeds. */
class OnceLawTest {

  private static final int SEEDS = 400;
  private static final int TURNS = 80;

  @Test
  void eachRunIsStartedOnceAndRecordedWhateverIsKilled() {
    forEachSeed(cluster -> {
      cluster.comeToRest();
      cluster.nothingIsLeftUndone();
      cluster.hasRunItsInputs();
    });
  }

  @Test
  void deletedMigrationIsLetGoWhateverIsKilled() {
    forEachSeed(cluster -> {
      cluster.deleteMigration();
      cluster.comeToRest();
      cluster.nothingIsLeftUndone();
    });
  }

  private static void forEachSeed(Consumer<PlayedCluster> end) {
    for (var seed = 0; seed < SEEDS; seed++) {
      var cluster = new PlayedCluster(new Random(seed));
      try {
        for (var turn = 0; turn < TURNS; turn++) {
          cluster.chance();
        }
        end.accept(cluster);
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("with seed " + seed, broken);
      }
    }
  }
}
