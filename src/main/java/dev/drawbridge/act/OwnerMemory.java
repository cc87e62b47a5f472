package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.Ask;
import dev.drawbridge.decide.Hold;
import dev.drawbridge.decide.Need;
import dev.drawbridge.decide.PodGate;
import dev.drawbridge.decide.ReleaseMemory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes on what makes pods which of them need not wait again. */
public final class OwnerMemory {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "apps/v1 StatefulSet", StatefulSet.class,
          "apps/v1 DaemonSet", DaemonSet.class,
          "batch/v1 Job", Job.class,
          "batch/v1 CronJob", CronJob.class);

  private final KubernetesClient client;

  public OwnerMemory(KubernetesClient client) {
    this.client = client;
  }

  /** Remembers that what {@code pod} asks for was released. */
  public void remember(Pod pod) {
    var entry = ReleaseMemory.entry(pod);
    var owner = owner(pod);
    if (entry.isEmpty() || owner.isEmpty()) {
      return;
    }
    remember(owner.get(), entry.get());
    // Nothing tells one template of a CronJob from the next if it asks for nothing.
    var isTold = Need.ofPod(pod.getMetadata()).filter(need -> !(need.ask() instanceof Ask.Nothing));
    if (isTold.isPresent() && owner.get() instanceof Job job) {
      owner(job).ifPresent(cronJob -> remember(cronJob, entry.get()));
    }
  }

  private void remember(HasMetadata owner, String entry) {
    var before = ReleaseMemory.of(owner);
    if (!before.entries().contains(entry) || !isMarked(owner)) {
      write(owner, before.with(entry, inUse(owner)));
    }
  }

  private static boolean isMarked(HasMetadata owner) {
    return Hold.labelOf(owner, Markers.RELEASED_LABEL).filter(Markers.RELEASED::equals).isPresent();
  }

  /** What the pods that {@code owner} has made, and that do not wait, ask for. */
  private Set<String> inUse(HasMetadata owner) {
    return client
        .pods()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(Markers.MIGRATION_LABEL)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.hasOwnerReferenceFor(owner) && !PodGate.isOn(pod))
        .flatMap(pod -> ReleaseMemory.entry(pod).stream())
        .collect(Collectors.toSet());
  }

  /**
   * Forgets what no pod asks for any more: who goes back to it waits until it is looked at again.
   *
   * @param gone the last pod that asked for it
   */
  public void forgetAfter(Pod gone) {
    owner(gone)
        .filter(owner -> !(owner instanceof Job))
        .ifPresent(owner -> {
          var before = ReleaseMemory.of(owner);
          var after = before.entries().size() > 1 ? before.onlyOf(inUse(owner)) : before;
          if (!after.equals(before)) {
            write(owner, after);
          }
        });
  }

  private Optional<HasMetadata> owner(HasMetadata made) {
    var namespace = made.getMetadata().getNamespace();
    return PodGate.controller(made).flatMap(reference -> owner(reference, namespace));
  }

  private Optional<HasMetadata> owner(OwnerReference reference, String namespace) {
    return Optional.ofNullable(KINDS.get(reference.getApiVersion() + " " + reference.getKind()))
        .<HasMetadata>map(kind ->
            client.resources(kind).inNamespace(namespace).withName(reference.getName()).get())
        .filter(found -> found.getMetadata().getUid().equals(reference.getUid()));
  }

  /** Of exactly the version that was read. */
  private void write(HasMetadata owner, ReleaseMemory memory) {
    var patch =
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                owner.getMetadata().getResourceVersion(),
                "labels",
                Map.of(Markers.RELEASED_LABEL, Markers.RELEASED),
                "annotations",
                Map.of(Markers.RELEASED_ANNOTATION, memory.text())));
    client
        .resource(owner)
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }
}
