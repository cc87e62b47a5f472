package dev.drawbridge.cluster;

import dev.drawbridge.api.Migration;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** When a version was first seen verified, and when each Deployment was first seen let go. */
final class Handover implements AutoCloseable {

  private static final String VERIFIED = "the version";

  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Map<String, Boolean> held = new ConcurrentHashMap<>();
  private final String version;
  private final List<Watch> watches;

  Handover(Scene scene, String version) {
    this.version = version;
    var client = scene.cluster().client();
    var namespace = scene.namespace();
    watches =
        List.of(
            client
                .resources(Migration.class)
                .inNamespace(namespace)
                .watch(new Eye<>(this::migration)),
            client.apps().deployments().inNamespace(namespace).watch(new Eye<>(this::deployment)));
  }

  /** How long after the verification the Deployment {@code name} was let go. */
  Duration await(String name) {
    Awaitility.await("release of " + name)
        .atMost(Scene.PATIENCE)
        .until(() -> seen.containsKey(VERIFIED) && seen.containsKey(name));
    return Duration.ofNanos(seen.getOrDefault(name, 0L) - seen.getOrDefault(VERIFIED, 0L));
  }

  private void migration(Migration migration) {
    var verified = migration.statusOrNone().verified();
    if (verified != null && verified.applied().contains(version)) {
      seen.putIfAbsent(VERIFIED, System.nanoTime());
    }
  }

  private void deployment(Deployment deployment) {
    var name = deployment.getMetadata().getName();
    if (Hold.markOf(deployment).isPresent()) {
      held.put(name, true);
    } else if (held.containsKey(name)) {
      seen.putIfAbsent(name, System.nanoTime());
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private record Eye<T>(Consumer<T> look) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T resource) {
      look.accept(resource);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch has ended", cause);
    }
  }
}
