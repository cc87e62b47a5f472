package dev.drawbridge.sandbox.controllers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The names of objects that have to be looked at, one after the other and each once however often
 * it was named. What fails is looked at again.
 */
public final class WorkQueue implements AutoCloseable {

  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("controllers").factory());
  private final Set<Item> waiting = ConcurrentHashMap.newKeySet();
  private final Map<String, Reconciler> reconcilers = new ConcurrentHashMap<>();

  /** Brings one object's surroundings into the state that it asks for. */
  @FunctionalInterface
  public interface Reconciler {
    void reconcile(String namespace, String name);
  }

  private record Item(String kind, String namespace, String name) {}

  public void register(String kind, Reconciler reconciler) {
    reconcilers.put(kind, reconciler);
  }

  public void add(String kind, String namespace, String name) {
    addAfter(Duration.ZERO, kind, namespace, name);
  }

  public void addAfter(Duration delay, String kind, String namespace, String name) {
    var item = new Item(kind, namespace, name);
    if (!delay.isZero()) {
      schedule(delay, () -> add(kind, namespace, name));
    } else if (waiting.add(item)) {
      schedule(delay, () -> reconcile(item));
    }
  }

  private void schedule(Duration delay, Runnable work) {
    try {
      var _ = worker.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      waiting.clear();
    }
  }

  private void reconcile(Item item) {
    waiting.remove(item);
    var reconciler = reconcilers.get(item.kind());
    if (reconciler == null || worker.isShutdown()) {
      return;
    }
    try {
      reconciler.reconcile(item.namespace(), item.name());
    } catch (KubernetesClientException refused) {
      addAfter(AFTER_FAILURE, item.kind(), item.namespace(), item.name());
    } catch (RuntimeException defect) {
      // The executor would swallow it, and the object would wait for ever without a word.
      System.err.println("controller for " + item + " failed");
      defect.printStackTrace();
    }
  }

  /** Adds what an informer tells of: the object itself, and the one that controls it. */
  <T extends HasMetadata> ResourceEventHandler<T> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        addWithController(object);
      }

      @Override
      public void onUpdate(T old, T changed) {
        addWithController(changed);
      }

      @Override
      public void onDelete(T object, boolean stateUnknown) {
        addWithController(object);
      }
    };
  }

  private void addWithController(HasMetadata object) {
    var metadata = object.getMetadata();
    add(object.getKind(), metadata.getNamespace(), metadata.getName());
    for (var owner : metadata.getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        add(owner.getKind(), metadata.getNamespace(), owner.getName());
      }
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
