package dev.drawbridge.sandbox.node;

import dev.drawbridge.sandbox.OnConflict;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes the pods of Jobs, runs them, and ends them when they are deleted. Everything that it starts
 * and writes is gone when it is closed.
 */
public final class Node implements AutoCloseable {

  static final String NAME = "sandbox";

  /** Pods that are gone and whose logs can still be read. */
  private static final int REMEMBERED = 50;

  private final KubernetesClient client;
  private final ProgramImage image;
  private final Path folder;
  private final Processes processes = new Processes();
  private final Map<String, PodRun> runs = new ConcurrentHashMap<>();
  private final Deque<PodRun> past = new ConcurrentLinkedDeque<>();
  private final SharedIndexInformer<Pod> informer;

  private Node(KubernetesClient client, ProgramImage image, Path folder) {
    this.client = client;
    this.image = image;
    this.folder = Folders.create(folder);
    this.informer = client.pods().inAnyNamespace().inform(new Arrivals());
  }

  /**
   * Starts the node.
   *
   * @param folder for volumes; it is removed at the end
   */
  public static Node start(KubernetesClient client, ProgramImage image, Path folder) {
    return new Node(client, image, folder);
  }

  private final class Arrivals implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      look(pod);
    }

    @Override
    public void onUpdate(Pod old, Pod pod) {
      look(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
      var run = runs.remove(pod.getMetadata().getUid());
      if (run != null) {
        run.forget();
        remember(run);
      }
    }
  }

  private void remember(PodRun run) {
    past.addFirst(run);
    while (past.size() > REMEMBERED) {
      past.pollLast();
    }
  }

  private void look(Pod pod) {
    if (!isOfJob(pod) || isOver(pod)) {
      return;
    }
    var run = runs.computeIfAbsent(pod.getMetadata().getUid(), uid -> begin(pod));
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      run.end(Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds()).orElse(0L));
    }
  }

  private static boolean isOfJob(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getKind().equals("Job"));
  }

  private static boolean isOver(Pod pod) {
    return pod.getStatus() != null
        && List.of("Succeeded", "Failed").contains(String.valueOf(pod.getStatus().getPhase()));
  }

  private PodRun begin(Pod pod) {
    var run = new PodRun(client, processes, image, folder.resolve(pod.getMetadata().getUid()), pod);
    Thread.ofVirtual()
        .name("pod " + pod.getMetadata().getName())
        .start(() -> {
          if (pod.getSpec().getNodeName() == null) {
            bind(pod);
          }
          run.run();
        });
    return run;
  }

  private void bind(Pod pod) {
    var binding =
        new BindingBuilder()
            .withNewMetadata()
            .withName(pod.getMetadata().getName())
            .withNamespace(pod.getMetadata().getNamespace())
            .endMetadata()
            .withTarget(new ObjectReferenceBuilder().withKind("Node").withName(NAME).build())
            .build();
    try {
      client.bindings().inNamespace(pod.getMetadata().getNamespace()).resource(binding).create();
    } catch (KubernetesClientException goneOrBound) {
      // What became of the pod is seen when its status is written.
    }
  }

  /** Moves a pod away as a drained node does: marked as disrupted, then deleted. */
  public void drain(String namespace, String pod) {
    var pods = client.pods().inNamespace(namespace);
    OnConflict.again(() ->
        pods.withName(pod)
            .editStatus(current ->
                new PodBuilder(current)
                    .editStatus()
                    .addNewCondition()
                    .withType("DisruptionTarget")
                    .withStatus("True")
                    .withReason("EvictionByEvictionAPI")
                    .withMessage("Eviction API: evicting")
                    .endCondition()
                    .endStatus()
                    .build()));
    pods.withName(pod).delete();
  }

  /** The folder that stands for a claim; it is there once a pod has mounted it. */
  public Path claim(String namespace, String name) {
    return folder.resolve("claims").resolve(namespace).resolve(name);
  }

  /** What the pod's containers have written; empty if it never ran here. */
  public String log(String namespace, String pod) {
    return allRuns().filter(run -> run.is(namespace, pod)).map(PodRun::log).findFirst().orElse("");
  }

  /** The logs of all pods, also of those that are gone. */
  public String logs() {
    return allRuns().map(PodRun::log).collect(Collectors.joining());
  }

  private Stream<PodRun> allRuns() {
    return Stream.concat(runs.values().stream(), past.stream());
  }

  @Override
  public void close() {
    informer.close();
    runs.values().forEach(PodRun::abandon);
    processes.close();
    Folders.remove(folder);
  }
}
