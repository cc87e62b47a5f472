package dev.drawbridge.operator;

import dev.drawbridge.api.Migration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which version of each Migration those that wait for it were told of. Each is told once, so that
 * Migrations that wait for each other do not wake each other for ever.
 */
final class News {

  private final Map<String, String> told = new ConcurrentHashMap<>();

  /** Whether nobody was told of {@code migration} as it is; from now on they were. */
  boolean is(Migration migration) {
    var version = migration.getMetadata().getResourceVersion();
    return !version.equals(told.put(migration.getMetadata().getUid(), version));
  }

  void forget(Migration migration) {
    told.remove(migration.getMetadata().getUid());
  }
}
