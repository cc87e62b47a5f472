package dev.drawbridge.law;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which pods came into being, and from when on pods of which template were allowed. Resource
 * versions are revisions of one store, so they order the two.
 */
final class PodBirths implements Watcher<Pod>, AutoCloseable {

  /** What tells one template of these tests from another. */
  private static final Set<String> MARKS =
      Set.of(
          Markers.SCHEMA_ANNOTATION,
          Markers.RELEASE_ANNOTATION,
          "image",
          "kubectl.kubernetes.io/restartedAt");

  private record Moment(Map<String, String> marks, long revision) {}

  private final List<Moment> births = Collections.synchronizedList(new ArrayList<>());
  private final List<Moment> allowed = new ArrayList<>();
  private final KubernetesClient client;
  private final String namespace;
  private final Watch watch;

  PodBirths(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    watch = client.pods().inNamespace(namespace).watch(this);
  }

  static Map<String, String> marks(ObjectMeta metadata) {
    var marks = new TreeMap<>(metadata.getAnnotations());
    marks.keySet().retainAll(MARKS);
    return marks;
  }

  /** Pods of {@code template} may come into being after {@code since} was stored. */
  void allow(PodTemplateSpec template, HasMetadata since) {
    allowed.add(new Moment(marks(template.getMetadata()), revision(since)));
  }

  /** How many pods of {@code template} there are. */
  long living(PodTemplateSpec template) {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> marks(pod.getMetadata()).equals(marks(template.getMetadata())))
        .count();
  }

  List<String> notAllowed() {
    return List.copyOf(births).stream()
        .filter(birth -> allowed.stream().noneMatch(moment -> isBefore(moment, birth)))
        .map(birth -> "a pod of the template " + birth.marks())
        .toList();
  }

  private static boolean isBefore(Moment moment, Moment birth) {
    return moment.marks().equals(birth.marks()) && moment.revision() < birth.revision();
  }

  private static long revision(HasMetadata resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }

  @Override
  public void eventReceived(Action action, Pod pod) {
    if (action == Action.ADDED) {
      births.add(new Moment(marks(pod.getMetadata()), revision(pod)));
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("the watch has ended, so something may be missed", cause);
  }

  @Override
  public void close() {
    watch.close();
  }
}
