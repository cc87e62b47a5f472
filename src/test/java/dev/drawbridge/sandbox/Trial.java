package dev.drawbridge.sandbox;

import dev.drawbridge.api.Migration;
import dev.drawbridge.command.manifest.Manifest;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Applies an example to a cluster and tells what is seen, until there is nothing to wait for. */
record Trial(Screen screen, KubernetesClient client, Example example, Evidence evidence) {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  void run(Postgres.Database database) throws InterruptedException, Unusable {
    example.secret().ifPresent(name -> createSecret(name, database));
    var seen = new LinkedBlockingQueue<HasMetadata>();
    var namespace = Example.NAMESPACE;
    try (var _ = client.resources(Migration.class).inNamespace(namespace).inform(into(seen));
        var _ = client.apps().deployments().inNamespace(namespace).inform(into(seen));
        var _ = client.apps().replicaSets().inNamespace(namespace).inform(into(seen))) {
      screen.line("");
      screen.line("  kubectl apply -f " + Quoted.of(example.folder()));
      var begin = Instant.now();
      for (var manifest : example.manifests()) {
        apply(manifest);
      }
      watch(seen, begin);
    }
  }

  private void createSecret(String name, Postgres.Database database) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Example.NAMESPACE)
                .endMetadata()
                .withStringData(database.secret())
                .build())
        .create();
  }

  private void apply(Manifest manifest) throws Unusable {
    if (example.isReplaced(manifest)) {
      screen.line("  (without " + manifest + ": the sandbox has made it, for its own database)");
      return;
    }
    try {
      client.resource(manifest.resource()).inNamespace(Example.NAMESPACE).create();
    } catch (KubernetesClientException refused) {
      var why =
          Optional.ofNullable(refused.getStatus())
              .map(status -> status.getMessage())
              .orElse(String.valueOf(refused.getMessage()));
      throw new Unusable(
          "%s: the API server refuses %s: %s".formatted(manifest.file(), manifest, why));
    }
  }

  private void watch(BlockingQueue<HasMetadata> seen, Instant begin) throws InterruptedException {
    var story = new Story(screen, evidence, begin);
    var said = begin;
    while (!evidence.isComplete()
        && evidence.failure().isEmpty()
        && Instant.now().isBefore(begin.plus(PATIENCE))) {
      var resource = seen.poll(1, TimeUnit.SECONDS);
      if (resource != null) {
        story.see(resource, Instant.now());
        said = Instant.now();
      } else if (Instant.now().isAfter(said.plus(SIGN_OF_LIFE))) {
        said = Instant.now();
        var waited = Screen.seconds(Duration.between(begin, said));
        screen.line(" %s  waiting, for 2 minutes at most".formatted(waited));
      }
    }
  }

  private static <T extends HasMetadata> ResourceEventHandler<T> into(
      BlockingQueue<HasMetadata> queue) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T resource) {
        queue.add(resource);
      }

      @Override
      public void onUpdate(T old, T resource) {
        queue.add(resource);
      }

      @Override
      public void onDelete(T resource, boolean stateUnknown) {
        // The story ends before anything is deleted.
      }
    };
  }
}
