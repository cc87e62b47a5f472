package dev.drawbridge.sandbox.apiserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What etcd is to a real API server: the objects, one revision for all of them, and the changes in
 * their order. Not for several threads at once; {@link MockApiServer} sees to that.
 */
final class ObjectStore {

  /** What watches can still catch up with; older revisions are gone. */
  private static final int HISTORY = 20_000;

  private final Map<ObjectKey, StoredObject> objects = new LinkedHashMap<>();
  private final Set<String> uids = new HashSet<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long revision = 1;
  private long forgotten = 0;

  /** One change; {@code before} is null on creation, {@code after} on removal. */
  record Change(
      long revision,
      ObjectKey key,
      @Nullable StoredObject before,
      @Nullable StoredObject after,
      @Nullable StoredObject last) {}

  long revision() {
    return revision;
  }

  Optional<StoredObject> find(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  boolean holds(String uid) {
    return uids.contains(uid);
  }

  List<StoredObject> all() {
    return List.copyOf(objects.values());
  }

  /** By namespace and name, as etcd gives them. */
  List<StoredObject> list(ResourceType type, String namespace) {
    return objects.values().stream()
        .filter(object -> object.key().isIn(type, namespace))
        .sorted(
            Comparator.comparing((StoredObject object) -> object.key().namespace())
                .thenComparing(object -> object.key().name()))
        .toList();
  }

  StoredObject put(StoredObject object) {
    revision++;
    object.metadata().put("resourceVersion", Long.toString(revision));
    var before = objects.put(object.key(), object);
    uids.add(object.uid());
    tell(new Change(revision, object.key(), before, object, null));
    return object;
  }

  /** Returns what was removed, in the form in which watchers see it last. */
  StoredObject remove(StoredObject object) {
    revision++;
    var before = objects.remove(object.key());
    uids.remove(object.uid());
    var last = object.copy();
    last.metadata().put("resourceVersion", Long.toString(revision));
    tell(new Change(revision, object.key(), before, null, last));
    return last;
  }

  private void tell(Change change) {
    history.addLast(change);
    if (history.size() > HISTORY) {
      forgotten = history.removeFirst().revision();
    }
    listeners.forEach(listener -> listener.accept(change));
  }

  /** The changes after {@code since}, or nothing if not all of them are known any more. */
  Optional<List<Change>> changesAfter(long since) {
    if (since < forgotten) {
      return Optional.empty();
    }
    var newer = new ArrayList<Change>();
    for (var change : history) {
      if (change.revision() > since) {
        newer.add(change);
      }
    }
    return Optional.of(newer);
  }

  /** From now on every watch from an older revision is told that it is gone. */
  void forgetHistory() {
    forgotten = revision;
    history.clear();
  }

  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  void stopListening(Consumer<Change> listener) {
    listeners.remove(listener);
  }
}
