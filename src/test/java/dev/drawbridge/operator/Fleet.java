package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Many Migrations, each with its ConfigMap and its Deployment, in some namespaces; and the hands of
 * the controllers that would work for them.
 */
record Fleet(KubernetesClient client, int namespaces, int size) {

  private static final int AT_ONCE = 16;
  private static final int LETTERS_OF_A_SCRIPT = 4_000;

  /** Applies all of it, from many hands at once. */
  void apply() {
    IntStream.range(0, namespaces).forEach(number -> makeNamespace(namespace(number)));
    each(number -> {
      var name = "app-" + number;
      var text = "-- " + "x".repeat(LETTERS_OF_A_SCRIPT);
      create(Stage.scripts(name + "-sql", text), number);
      create(Stage.deployment(name, name, "7"), number);
      create(Stage.migration(name), number);
    });
  }

  private void makeNamespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("default")
                .withNamespace(name)
                .endMetadata()
                .build())
        .create();
  }

  private void create(HasMetadata resource, int number) {
    resource.getMetadata().setNamespace(namespace(number));
    client.resource(resource).create();
  }

  private String namespace(int number) {
    return "team-" + number % namespaces;
  }

  private void each(Consumer<Integer> task) {
    try (var hands = Executors.newFixedThreadPool(AT_ONCE)) {
      var done =
          IntStream.range(0, size).mapToObj(number -> hands.submit(() -> task.accept(number)));
      for (var one : done.toList()) {
        one.get();
      }
    } catch (Exception notApplied) {
      throw new IllegalStateException(notApplied);
    }
  }

  /** From now on each Job runs at once, and verifies schema 7. */
  AutoCloseable play() {
    var hands = Executors.newFixedThreadPool(AT_ONCE);
    var jobs =
        client
            .batch()
            .v1()
            .jobs()
            .inAnyNamespace()
            .withLabel(Markers.RUN_LABEL)
            .inform(new Player(client, hands));
    return () -> {
      jobs.close();
      hands.shutdownNow();
    };
  }

  /** All Deployments have rolled out, as their controller would say. */
  void rollOut() {
    each(number -> {
      var deployments = client.apps().deployments().inNamespace(namespace(number));
      var rolledOut = Objects.requireNonNull(deployments.withName("app-" + number).get());
      rolledOut.setStatus(
          new DeploymentStatusBuilder()
              .withObservedGeneration(rolledOut.getMetadata().getGeneration())
              .withReplicas(1)
              .withUpdatedReplicas(1)
              .withAvailableReplicas(1)
              .withReadyReplicas(1)
              .build());
      client.resource(rolledOut).updateStatus();
    });
  }

  /** How many Deployments are still held. */
  long held() {
    List<Deployment> all = client.apps().deployments().inAnyNamespace().list().getItems();
    return all.stream().filter(one -> Boolean.TRUE.equals(one.getSpec().getPaused())).count();
  }

  private record Player(KubernetesClient client, ExecutorService hands)
      implements ResourceEventHandler<Job> {

    @Override
    public void onAdd(Job job) {
      hands.execute(() -> new PlayedJob(client, job).starts().verifies("7"));
    }

    @Override
    public void onUpdate(Job before, Job now) {}

    @Override
    public void onDelete(Job job, boolean unknown) {}
  }
}
