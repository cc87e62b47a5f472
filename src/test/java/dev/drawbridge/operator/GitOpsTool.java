package dev.drawbridge.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What heals by itself: applies what stands in its repository five times a second, by server-side
 * apply with force, each time in another order.
 */
final class GitOpsTool implements AutoCloseable {

  private static final String MANAGER = "argocd-controller";

  private final KubernetesClient client;
  private final String namespace;
  private final Random order = new Random(7);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger rounds = new AtomicInteger();
  private volatile List<String> repository = List.of();
  private volatile @Nullable RuntimeException refusal;

  GitOpsTool(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** From now on, {@code documents} are what stands in the repository. */
  void commit(String... documents) {
    repository = List.of(documents);
  }

  void healsEveryFewMoments() {
    var _ = clock.scheduleWithFixedDelay(this::heal, 0, 200, TimeUnit.MILLISECONDS);
  }

  /** How often everything has been applied; throws what the API server has refused. */
  int rounds() {
    var refused = refusal;
    if (refused != null) {
      throw refused;
    }
    return rounds.get();
  }

  private void heal() {
    var documents = new ArrayList<>(repository);
    Collections.shuffle(documents, order);
    try {
      documents.forEach(this::apply);
      rounds.incrementAndGet();
    } catch (RuntimeException refused) {
      refusal = refused;
    }
  }

  void apply(String document) {
    var resource = Serialization.unmarshal(document, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(namespace);
    client.resource(resource).fieldManager(MANAGER).forceConflicts().serverSideApply();
  }

  /** Deletes what does not stand in the repository any more. */
  void prune(String document) {
    var resource = Serialization.unmarshal(document, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(namespace);
    client.resource(resource).delete();
  }

  @Override
  public void close() {
    clock.close();
  }
}
