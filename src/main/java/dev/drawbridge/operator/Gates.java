package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What can be counted of the Deployments, and of what is held like them, that depend on a
 * Migration.
 */
interface Gates {

  /** All of several. */
  static Gates of(List<? extends Gates> gates) {
    return new Gates() {
      @Override
      public Stream<Deployment> deployments() {
        return gates.stream().flatMap(Gates::deployments);
      }

      @Override
      public Stream<Instant> holdStarts() {
        return gates.stream().flatMap(Gates::holdStarts);
      }

      @Override
      public long leaks() {
        return gates.stream().mapToLong(Gates::leaks).sum();
      }
    };
  }

  Stream<Deployment> deployments();

  /** When this process has first seen each of those that are held now. */
  Stream<Instant> holdStarts();

  /** How many have pods that the gate did not let go. */
  long leaks();
}
