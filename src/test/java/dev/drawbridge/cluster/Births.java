package dev.drawbridge.cluster;

import dev.drawbridge.api.Migration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who came first in a namespace: pods of the application, or the Migration's verification. Resource
 * versions are revisions of one store, so they order the two even if watches are late.
 */
final class Births implements AutoCloseable {

  /** A pod, and the revision at which it was made. */
  record Birth(String pod, String schema, long revision) {}

  private final List<Birth> births = Collections.synchronizedList(new ArrayList<>());
  private final List<Long> verifications = Collections.synchronizedList(new ArrayList<>());
  private final Watch pods;
  private final Watch migrations;

  private Births(Watch pods, Watch migrations) {
    this.pods = pods;
    this.migrations = migrations;
  }

  /** Watches the pods with {@code label} of the scene's application, from now on. */
  static Births of(Scene scene, String label, String value, String version) {
    var pods = new ArrayList<Consumer<Pod>>();
    var verified = new ArrayList<Consumer<Migration>>();
    var client = scene.cluster().client();
    var births =
        new Births(
            client
                .pods()
                .inNamespace(scene.namespace())
                .withLabel(label, value)
                .watch(new Added<>(pod -> pods.forEach(one -> one.accept(pod)), true)),
            client
                .resources(Migration.class)
                .inNamespace(scene.namespace())
                .watch(new Added<>(one -> verified.forEach(to -> to.accept(one)), false)));
    pods.add(births::born);
    verified.add(migration -> births.seen(migration, version));
    return births;
  }

  private void born(Pod pod) {
    var schema = pod.getMetadata().getAnnotations().getOrDefault("drawbridge.dev/schema", "");
    births.add(new Birth(pod.getMetadata().getName(), schema, revision(pod)));
  }

  private void seen(Migration migration, String version) {
    var status = migration.getStatus();
    if (status != null
        && status.verified() != null
        && status.verified().applied().contains(version)) {
      verifications.add(revision(migration));
    }
  }

  /** The pods that were born although {@code schema}, which they ask for, was not yet verified. */
  List<Birth> tooEarly(String schema) {
    var first = verifications.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    return of(schema).stream().filter(birth -> birth.revision() < first).toList();
  }

  List<Birth> of(String schema) {
    return List.copyOf(births).stream().filter(birth -> birth.schema().equals(schema)).toList();
  }

  private static long revision(HasMetadata resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }

  @Override
  public void close() {
    pods.close();
    migrations.close();
  }

  private record Added<T>(Consumer<T> seen, boolean onlyNew) implements Watcher<T> {
    @Override
    public void eventReceived(Action action, T resource) {
      if (action == Action.ADDED || (action == Action.MODIFIED && !onlyNew)) {
        seen.accept(resource);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the watch has ended, so something may be missed", cause);
    }
  }
}
