package dev.drawbridge.cluster;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;

/** When each thing was first seen by watches on a scene's namespace, in nanoseconds. */
final class Sightings implements AutoCloseable {

  enum Sight {
    VERIFIED,
    HELD,
    RELEASED,
    JOB_COMPLETE,
    APP_RUNNING
  }

  private final Map<Sight, Long> seen = new ConcurrentHashMap<>();
  private final List<Watch> watches;

  Sightings(Scene scene) {
    var client = scene.cluster().client();
    var namespace = scene.namespace();
    watches =
        List.of(
            client
                .resources(Migration.class)
                .inNamespace(namespace)
                .watch(new Eye<>(Sightings::migration, this)),
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .watch(new Eye<>(Sightings::deployment, this)),
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .watch(new Eye<>(Sightings::job, this)),
            client
                .pods()
                .inNamespace(namespace)
                .withLabel("app", "orders")
                .watch(new Eye<>(Sightings::pod, this)));
  }

  long await(Sight sight) {
    Awaitility.await(sight.name())
        .atMost(Scene.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> seen.containsKey(sight));
    return Objects.requireNonNull(seen.get(sight));
  }

  private void see(Sight sight) {
    seen.putIfAbsent(sight, System.nanoTime());
  }

  private static void migration(Migration migration, Sightings to) {
    if (migration.getStatus() != null && migration.getStatus().phase() == Phase.VERIFIED) {
      to.see(Sight.VERIFIED);
    }
  }

  private static void deployment(Deployment deployment, Sightings to) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      to.see(Sight.HELD);
    } else if (to.seen.containsKey(Sight.HELD)) {
      to.see(Sight.RELEASED);
    }
  }

  private static void job(Job job, Sightings to) {
    if (job.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Complete") && one.getStatus().equals("True"))) {
      to.see(Sight.JOB_COMPLETE);
    }
  }

  private static void pod(Pod pod, Sightings to) {
    if (pod.getStatus().getContainerStatuses().stream()
        .anyMatch(one -> one.getState().getRunning() != null)) {
      to.see(Sight.APP_RUNNING);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private record Eye<T>(BiConsumer<T, Sightings> look, Sightings to) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T resource) {
      look.accept(resource, to);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch has ended", cause);
    }
  }
}
