package dev.drawbridge.act;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Workload;
import dev.drawbridge.decide.Action;
import dev.drawbridge.decide.Comeback;
import dev.drawbridge.decide.StandStill;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stops what is to stand still for a run, and brings it back. How it was is written on it, in the
 * same write. Each is read anew first, and one that has changed since is looked at again later.
 */
final class Quiesce {

  private final KubernetesClient client;
  private final FreshLook gate;

  Quiesce(KubernetesClient client) {
    this.client = client;
    gate = new FreshLook(client);
  }

  /** Stops it for {@code migration}, or tells it that it stands still for another run. */
  void stop(Migration migration, Action.Stop stop) {
    var owner = StandStill.owner(migration);
    find(migration, stop.workload(), stop.seen())
        .ifPresent(found ->
            mark(
                found,
                stop.seen()
                    .map(known -> known.with(owner, stop.run()))
                    .orElseGet(() -> asItIs(found, owner, stop.run()))));
  }

  private StandStill asItIs(HasMetadata found, String owner, String run) {
    return switch (found) {
      case Deployment deployment ->
          StandStill.ofReplicas(
              owner,
              run,
              Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1),
              Comeback.running(ReplicaSets.of(deployment, client)));
      case StatefulSet set ->
          StandStill.ofReplicas(
              owner,
              run,
              Objects.requireNonNullElse(set.getSpec().getReplicas(), 1),
              Optional.empty());
      case CronJob cronJob ->
          StandStill.ofSchedule(owner, run, Boolean.TRUE.equals(cronJob.getSpec().getSuspend()));
      default -> throw new IllegalStateException("cannot stand still: " + found.getKind());
    };
  }

  /**
   * Brings {@code workload} back as it was, if it stands still as it was {@code seen}. One that the
   * gate is about to let go comes back after that, with the pods that it is to have then.
   */
  void bringBack(Migration migration, Workload workload, StandStill seen) {
    find(migration, workload, Optional.of(seen))
        .filter(found -> !(found instanceof Deployment held && gate.letsGo(held)))
        .ifPresent(found -> unmark(found, Stream.of(asItWas(found, seen))));
  }

  /** Lets {@code workload} go as it is, stopped, if it stands still as it was {@code seen}. */
  void leaveStopped(Migration migration, Workload workload, StandStill seen) {
    find(migration, workload, Optional.of(seen)).ifPresent(found -> unmark(found, Stream.empty()));
  }

  /** Reads it anew; empty if it does not stand still, or go on, as it was {@code seen}. */
  private Optional<HasMetadata> find(
      Migration migration, Workload workload, Optional<StandStill> seen) {
    var found =
        client
            .resources(workload.kind().type())
            .inNamespace(migration.getMetadata().getNamespace())
            .withName(workload.name())
            .get();
    return Optional.<HasMetadata>ofNullable(found).filter(now -> StandStill.of(now).equals(seen));
  }

  private void mark(HasMetadata found, StandStill before) {
    var spec =
        found instanceof CronJob
            ? Map.<String, Object>of("suspend", true)
            : Map.<String, Object>of("replicas", 0);
    var metadata =
        Map.of(
            "resourceVersion", found.getMetadata().getResourceVersion(),
            "labels", Map.of(Markers.QUIESCED, Markers.IS_QUIESCED),
            "annotations", Map.of(Markers.QUIESCED, before.text(found)));
    client
        .resource(found)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Map.of("metadata", metadata, "spec", spec)));
  }

  private static Map<String, Object> asItWas(HasMetadata found, StandStill before) {
    return found instanceof CronJob
        ? JsonPatch.set("/spec/suspend", before.isSuspended())
        : JsonPatch.set("/spec/replicas", before.replicas());
  }

  private void unmark(HasMetadata found, Stream<Map<String, Object>> spec) {
    var marks =
        Stream.of(
            JsonPatch.ofVersion(found),
            JsonPatch.removeLabel(Markers.QUIESCED),
            JsonPatch.remove(Markers.QUIESCED));
    var operations = Stream.concat(marks, spec).toList();
    client.resource(found).patch(PatchContext.of(PatchType.JSON), Serialization.asJson(operations));
  }
}
