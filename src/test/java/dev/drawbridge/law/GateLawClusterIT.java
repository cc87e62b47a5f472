package dev.drawbridge.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law about pods with a real API server and the real controllers, in the cluster that {@code
 * KUBECONFIG} names. No node is needed: it is about pods that come into being, and these fit
 * nowhere. The operator's part is played by its own code, so that steps come one after the other.
 */
@Tag("cluster")
class GateLawClusterIT {

  private static final int SEQUENCES = Integer.getInteger("laws.cluster.sequences", 30);
  private static final int LENGTH = 30;

  private static Controlled cluster;

  @BeforeAll
  static void installThePolicies() {
    cluster = new Controlled();
    cluster.install();
  }

  @AfterAll
  static void letTheOperatorGoOn() {
    cluster.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, SEQUENCES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noPodComesTooEarlyAndWhatMayGoGoes(long seed) {
    var random = new Random(seed);
    var steps = Stream.generate(() -> Step.any(random)).limit(LENGTH).toList();
    try (var scene = new LawScene(cluster)) {
      steps.forEach(scene::perform);
      scene.comeToRest();

      assertThat(scene.podsThatNobodyAllowed()).as("seed %d: %s", seed, scene.story()).isEmpty();
    }
  }
}
