package dev.drawbridge.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sequences of steps, made from seeds; what breaks a law is shortened to what matters. */
record Trial(Rules rules, int length) {

  /** A law that was broken. */
  record Finding(long seed, String law, List<Step> steps) {
    @Override
    public String toString() {
      return steps.stream()
          .map(step -> "\n  " + step)
          .collect(Collectors.joining("", "seed " + seed + ": " + law + ", after", ""));
    }
  }

  /** What the sequence of this seed breaks, if anything. */
  Optional<Finding> run(long seed) {
    var random = new Random(seed);
    var steps = Stream.generate(() -> Step.any(random)).limit(length).toList();
    return broken(steps)
        .map(law -> {
          var shorter = shorten(steps);
          return new Finding(seed, broken(shorter).orElse(law), shorter);
        });
  }

  private Optional<String> broken(List<Step> steps) {
    var world = new World(rules);
    try {
      steps.forEach(world::perform);
      world.comeToRest();
      return Optional.empty();
    } catch (BrokenLaw law) {
      return Optional.of(String.valueOf(law.getMessage()));
    }
  }

  /** Leaves steps out, the last ones first, as long as some law is still broken. */
  private List<Step> shorten(List<Step> steps) {
    var left = steps;
    for (var index = steps.size() - 1; index >= 0; index--) {
      var without = new ArrayList<>(left);
      without.remove(index);
      if (broken(without).isPresent()) {
        left = List.copyOf(without);
      }
    }
    return left;
  }
}
