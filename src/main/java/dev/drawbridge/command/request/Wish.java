package dev.drawbridge.command.request;

import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.Unanswered;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** What somebody wants to have written on a resource. */
@FunctionalInterface
interface Wish<T extends HasMetadata> {

  /** How often others may write in between. */
  int MOST_ATTEMPTS = 5;

  /**
   * The annotations that {@code now} has to get; an empty one is taken off.
   *
   * @throws NotDone if it has become something else than what was looked at
   */
  Map<String, Optional<String>> on(T now) throws NotDone;

  /**
   * Writes it on {@code seen}, and if that has changed meanwhile, looks at it again first.
   *
   * @return the resource as it is now
   */
  static <T extends HasMetadata> T write(Cluster cluster, Class<T> type, T seen, Wish<T> wish)
      throws Unanswered, NotDone {
    var now = seen;
    for (var attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      var written = cluster.mark(now, wish.on(now));
      if (written.isPresent()) {
        return written.get();
      }
      now = cluster.read(type, seen.getMetadata().getName());
    }
    throw new NotDone(
        "%s %s is being written all the time, so nothing was changed: try again."
            .formatted(seen.getKind(), seen.getMetadata().getName()));
  }
}
