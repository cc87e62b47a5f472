package dev.drawbridge.decide;

import java.util.Optional;

/**
 * A template that pods of a Deployment were made from: one of its ReplicaSets, with its pods.
 *
 * @param pods how many there are
 * @param ask what the template asks for
 * @param released what was asked for when the Deployment was released to it; empty if it never was,
 *     and nobody has opened the gate for it
 */
public record RunningTemplate(
    String replicaSet, String uid, int pods, Ask ask, Optional<String> released) {

  /**
   * Whether it was let go, by the gate or past it by right, so that its pods may run whatever came
   * of that later.
   */
  boolean wasReleased() {
    return released.filter(ask.glassWords()::equals).isPresent();
  }
}
