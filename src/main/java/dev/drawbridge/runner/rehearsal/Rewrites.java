package dev.drawbridge.runner.rehearsal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices what got another file: a table that was rewritten or emptied, an index that was built
 * anew. All of them take the strongest lock, so only what has it is looked at.
 */
final class Rewrites {

  private static final String FILES =
      "select oid::bigint, relfilenode::bigint from pg_catalog.pg_class where oid::bigint = any(?)";

  private final Connection session;
  private final Map<Long, SeenLock> watched = new HashMap<>();
  private final Map<Long, Long> files = new HashMap<>();

  /** Looks through {@code session}, in which it happens. */
  Rewrites(Connection session) {
    this.session = session;
  }

  void watch(Collection<SeenLock> seen) {
    for (var lock : seen) {
      if (lock.mode() == LockMode.ACCESS_EXCLUSIVE) {
        watched.put(lock.relation(), lock);
        files.putIfAbsent(lock.relation(), lock.file());
      }
    }
  }

  /** The names of what has got another file since the last look. */
  List<String> newOnes() throws SQLException {
    var found = new ArrayList<String>();
    if (watched.isEmpty()) {
      return found;
    }
    try (var query = session.prepareStatement(FILES)) {
      query.setArray(1, session.createArrayOf("bigint", watched.keySet().toArray()));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          var before = files.put(rows.getLong(1), rows.getLong(2));
          var lock = watched.get(rows.getLong(1));
          if (lock != null && before != null && before != rows.getLong(2)) {
            found.add(lock.name());
          }
        }
      }
    }
    return found;
  }
}
