package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the pods of a StatefulSet, DaemonSet, Job or CronJob need not wait for again, so that
 * restarts and lost nodes wait for nobody. It stands on that owner, newest first. During a rollout
 * pods of two templates come and go, so it is more than one.
 */
public record ReleaseMemory(List<String> entries) {

  private static final int MOST = 5;
  private static final String REVISION = "controller-revision-hash";

  public ReleaseMemory {
    entries = List.copyOf(entries);
  }

  /** What {@code owner} remembers. */
  public static ReleaseMemory of(HasMetadata owner) {
    return new ReleaseMemory(
        Hold.annotationOf(owner, Markers.RELEASED_ANNOTATION).stream()
            .flatMap(String::lines)
            .toList());
  }

  /** What is remembered of a released pod; empty if it needs nothing. */
  public static Optional<String> entry(HasMetadata pod) {
    return Need.ofPod(pod.getMetadata()).map(need -> entry(need, pod.getMetadata()));
  }

  /**
   * What is remembered of a released pod with this need. A template that asks for nothing is told
   * from the next one by its revision.
   *
   * @param pod its metadata
   */
  public static String entry(Need need, ObjectMeta pod) {
    var revision = Hold.labelOf(pod, REVISION).filter(name -> need.ask() instanceof Ask.Nothing);
    return need.words() + revision.map(name -> ", revision " + name).orElse("");
  }

  /**
   * The memory after a release. What no pod asks for any more is forgotten: who goes back to it
   * waits until it is looked at again.
   *
   * @param inUse the entries of the pods that are there
   */
  public ReleaseMemory with(String entry, Set<String> inUse) {
    var kept = entries.stream().filter(old -> !old.equals(entry) && inUse.contains(old));
    return new ReleaseMemory(Stream.concat(Stream.of(entry), kept).limit(MOST).toList());
  }

  /** The memory without what no pod asks for any more, unless that is all there is. */
  public ReleaseMemory onlyOf(Set<String> inUse) {
    var kept = entries.stream().filter(inUse::contains).toList();
    return kept.isEmpty() ? this : new ReleaseMemory(kept);
  }

  /** As it is written on the owner. */
  public String text() {
    return String.join("\n", entries);
  }
}
