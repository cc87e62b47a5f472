package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The controllers, at work until they are closed. */
public final class Controllers implements AutoCloseable {

  /** How long a Job waits after a failed pod before it makes another, doubled each time. */
  public static final Duration USUAL_BACKOFF = Duration.ofSeconds(10);

  private final WorkQueue queue = new WorkQueue();
  private final List<SharedIndexInformer<?>> informers;

  private Controllers(KubernetesClient client, Duration podBackoff) {
    queue.register("Job", new JobController(client, queue, Clock.systemUTC(), podBackoff));
    queue.register("Pod", new PodTracking(client));
    queue.register("Deployment", new DeploymentController(client));
    queue.register("ReplicaSet", new ReplicaSetController(client));
    informers =
        List.of(
            client.batch().v1().jobs().inAnyNamespace().inform(queue.handler()),
            client.pods().inAnyNamespace().inform(queue.handler()),
            client.apps().deployments().inAnyNamespace().inform(queue.handler()),
            client.apps().replicaSets().inAnyNamespace().inform(queue.handler()));
  }

  public static Controllers start(KubernetesClient client) {
    return start(client, USUAL_BACKOFF);
  }

  public static Controllers start(KubernetesClient client, Duration podBackoff) {
    return new Controllers(client, podBackoff);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    queue.close();
  }
}
