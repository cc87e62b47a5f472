package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Deleting objects, and what follows from it: finalizers, the collection of dependents by their
 * owners' UIDs, and namespaces and definitions with all that is in them. A real cluster does some
 * of this a moment later, in its controllers; here it is done when the request is answered.
 */
final class Removals {

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Contents contents;
  private final Clock clock;
  private boolean settling;

  Removals(ObjectStore store, ResourceTypes types, Clock clock) {
    this.store = store;
    this.types = types;
    this.contents = new Contents(store);
    this.clock = clock;
  }

  /**
   * Deletes what a request names.
   *
   * @param options a DeleteOptions object, or nothing
   * @return the object as it is afterwards, or was last
   */
  StoredObject delete(StoredObject object, JsonNode options) {
    checkPreconditions(object, options.path("preconditions"));
    var fallback =
        options.path("orphanDependents").asBoolean(false)
            ? "Orphan"
            : object.key().type().defaultPropagation();
    var grace = options.path("gracePeriodSeconds").asLong(gracePeriod(object));
    var result =
        delete(object, options.path("propagationPolicy").asText(fallback), Math.max(0, grace));
    settle();
    return result;
  }

  private static void checkPreconditions(StoredObject object, JsonNode preconditions) {
    var uid = preconditions.path("uid").asText(object.uid());
    var version = preconditions.path("resourceVersion").asText(object.resourceVersion());
    if (!uid.equals(object.uid()) || !version.equals(object.resourceVersion())) {
      throw ApiFailure.conflict(object.key(), "Precondition failed: the object is another one now");
    }
  }

  /** Pods that a node has taken are given time to end; the node then deletes them without any. */
  private static long gracePeriod(StoredObject object) {
    return object.key().type().kind().equals("Pod")
        ? object.json().at("/spec/terminationGracePeriodSeconds").asLong(30)
        : 0;
  }

  private StoredObject delete(StoredObject object, String policy, long asked) {
    var marked = object.copy();
    if (policy.equals("Orphan")) {
      dependentsOf(object).forEach(dependent -> store.put(dependent.withoutOwner(object.uid())));
    }
    if (policy.equals("Foreground") && !object.finalizers().contains(StoredObject.FOREGROUND)) {
      marked.metadata().withArrayProperty("finalizers").add(StoredObject.FOREGROUND);
    }
    if (object.key().type().kind().equals("Namespace")) {
      marked.json().withObjectProperty("status").put("phase", "Terminating");
    }
    var grace = waitsForNode(object) ? asked : 0;
    var isFirst = !object.isBeingDeleted();
    if (isFirst) {
      var end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(grace);
      marked.metadata().put("deletionTimestamp", end.toString());
      bumpGeneration(marked);
    }
    if (isFirst || grace < marked.metadata().path("deletionGracePeriodSeconds").asLong(0)) {
      marked.metadata().put("deletionGracePeriodSeconds", grace);
    }
    return marked.json().equals(object.json()) ? object : putOrRemove(marked);
  }

  private static void bumpGeneration(StoredObject marked) {
    if (marked.key().type().countsGenerations()) {
      var generation = marked.metadata().path("generation").asLong(0);
      marked.metadata().put("generation", generation + 1);
    }
  }

  private static boolean waitsForNode(StoredObject object) {
    return object.key().type().kind().equals("Pod")
        && object.json().at("/spec/nodeName").isTextual()
        && !List.of("Succeeded", "Failed").contains(object.json().at("/status/phase").asText());
  }

  /** Stores the object, or removes it if it is being deleted and nothing holds it any more. */
  StoredObject putOrRemove(StoredObject changed) {
    var ends =
        changed.isBeingDeleted()
            && changed.finalizers().isEmpty()
            && changed.metadata().path("deletionGracePeriodSeconds").asLong(0) == 0
            && contents.of(changed).isEmpty();
    if (!ends) {
      return store.put(changed);
    }
    var last = store.remove(changed);
    if (last.key().type().kind().equals("CustomResourceDefinition")) {
      types.forget(last.json());
    }
    settle();
    return last;
  }

  /** Repeats until nothing more follows from what has been deleted. */
  private void settle() {
    if (settling) {
      return;
    }
    settling = true;
    while (store.all().stream().anyMatch(this::follow)) {
      // Each turn sees what the one before has left.
    }
    settling = false;
  }

  /** Does the next thing that follows for {@code object}, and tells whether there was one. */
  private boolean follow(StoredObject object) {
    if (store.find(object.key()).filter(object::equals).isEmpty()) {
      return false;
    }
    if (isOrphan(object) && !object.isBeingDeleted()) {
      delete(object, "Background", gracePeriod(object));
      return true;
    }
    if (object.isBeingDeleted() && object.finalizers().contains(StoredObject.FOREGROUND)) {
      return followForeground(object);
    }
    return object.isBeingDeleted() && Contents.has(object) && empty(object);
  }

  private boolean followForeground(StoredObject owner) {
    for (var dependent : dependentsOf(owner)) {
      if (!dependent.isBeingDeleted()) {
        delete(dependent, "Foreground", gracePeriod(dependent));
        return true;
      }
    }
    if (dependentsOf(owner).stream().noneMatch(dependent -> dependent.blocks(owner.uid()))) {
      putOrRemove(owner.withoutFinalizer(StoredObject.FOREGROUND));
      return true;
    }
    return false;
  }

  private boolean empty(StoredObject container) {
    var left = contents.of(container);
    for (var object : left) {
      if (!object.isBeingDeleted()) {
        delete(object, "Background", gracePeriod(object));
        return true;
      }
    }
    if (left.isEmpty() && container.finalizers().isEmpty()) {
      putOrRemove(container.copy());
      return true;
    }
    return false;
  }

  private List<StoredObject> dependentsOf(StoredObject owner) {
    return store.all().stream().filter(object -> object.ownerUids().contains(owner.uid())).toList();
  }

  private boolean isOrphan(StoredObject object) {
    return !object.ownerUids().isEmpty() && object.ownerUids().stream().noneMatch(store::holds);
  }

  /** An object whose owner is gone already goes as well. */
  void collectIfOrphan(StoredObject created) {
    if (isOrphan(created)) {
      settle();
    }
  }

  void requireLivingNamespace(ObjectKey key) {
    if (!key.type().namespaced()) {
      return;
    }
    var namespaceKey = new ObjectKey(types.required("", "namespaces"), "", key.namespace());
    var namespace = store.find(namespaceKey).orElseThrow(() -> ApiFailure.notFound(namespaceKey));
    if (namespace.isBeingDeleted()) {
      throw new ApiFailure(
          403,
          "Forbidden",
          ("%s \"%s\" is forbidden: unable to create new content in namespace %s because it is"
                  + " being terminated")
              .formatted(key.type().qualifiedName(), key.name(), key.namespace()));
    }
  }
}
