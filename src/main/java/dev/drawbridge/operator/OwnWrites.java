package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The resource versions that this process has itself replaced. The cache may show one of them for a
 * moment longer; a look at such a copy is not worth taking, because the event of the newer one is
 * on its way.
 */
final class OwnWrites {

  private final Map<String, Set<String>> replaced = new ConcurrentHashMap<>();

  /** Whether {@code migration} is a copy that this process knows to be out of date. */
  boolean isOutOfDate(Migration migration) {
    return replaced
        .getOrDefault(migration.getMetadata().getUid(), Set.of())
        .contains(version(migration));
  }

  /**
   * Remembers what one look has replaced; what looks before it have replaced is in no cache any
   * more.
   *
   * @param observed the copy that was looked at
   * @param afterActing the version after the actions
   * @param written what writing the status has made of it
   */
  void replaced(Migration observed, String afterActing, Optional<Migration> written) {
    var versions = new HashSet<>(List.of(version(observed), afterActing));
    versions.remove(written.map(OwnWrites::version).orElse(afterActing));
    replaced.put(observed.getMetadata().getUid(), versions);
  }

  void forget(Migration migration) {
    replaced.remove(migration.getMetadata().getUid());
  }

  private static String version(Migration migration) {
    return migration.getMetadata().getResourceVersion();
  }
}
