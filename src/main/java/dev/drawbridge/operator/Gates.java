package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Instant;
import java.util.stream.Stream;

/** What can be counted of the Deployments that depend on a Migration. */
interface Gates {

  Stream<Deployment> deployments();

  /** When this process has first seen each of those that are held now. */
  Stream<Instant> holdStarts();

  /** How many have pods that the gate did not let go. */
  long leaks();
}
