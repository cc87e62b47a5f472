package dev.drawbridge.runner.rehearsal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * Reads which locks a session holds, from another session: that one sees the catalog as everybody
 * else does, so what was made within the transaction, and can keep nobody waiting, does not show.
 */
final class LockReader implements AutoCloseable {

  private static final String HELD =
      """
      select l.relation::bigint, l.mode,
        case c.relkind when 'i' then 'index ' when 'I' then 'index ' when 'S' then 'sequence '
          when 'v' then 'view ' when 'm' then 'materialized view ' else '' end
        || case when n.nspname = current_schema() then c.relname else n.nspname || '.' || c.relname end,
        c.relfilenode::bigint
      from pg_catalog.pg_locks l
      join pg_catalog.pg_class c on c.oid = l.relation
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where l.pid = ? and l.locktype = 'relation' and l.granted
        and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
        and n.nspname <> 'information_schema' and not starts_with(n.nspname, 'pg_')
      order by c.relkind in ('i', 'I'), 3, 2
      """;

  private record Held(long relation, LockMode mode) {}

  private final PreparedStatement query;
  private final Set<Held> known = new HashSet<>();

  /** Reads through {@code observer} what {@code observed} holds. */
  LockReader(Connection observer, Connection observed) throws SQLException {
    query = observer.prepareStatement(HELD);
    query.setInt(1, observed.unwrap(PGConnection.class).getBackendPID());
  }

  /** The locks that were not there at the last look. */
  List<SeenLock> newOnes() throws SQLException {
    var found = new ArrayList<SeenLock>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        var lock = lock(rows);
        if (known.add(new Held(lock.relation(), lock.mode()))) {
          found.add(lock);
        }
      }
    }
    return found;
  }

  private static SeenLock lock(ResultSet row) throws SQLException {
    return new SeenLock(
        row.getLong(1), row.getString(3), LockMode.of(row.getString(2)), row.getLong(4));
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }
}
