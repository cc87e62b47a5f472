package dev.drawbridge.decide;

import java.time.Instant;

/**
 * Another Migration that has a run under way, or that waits for one to end.
 *
 * @param name namespace and name, joined by a slash
 * @param since when the run was started, or when the waiting began
 */
public record Neighbour(String name, String queue, boolean running, String run, Instant since) {

  String namespace() {
    return name.substring(0, name.indexOf('/'));
  }
}
