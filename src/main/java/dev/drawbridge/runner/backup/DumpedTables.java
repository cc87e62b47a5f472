package dev.drawbridge.runner.backup;

import dev.drawbridge.api.WaysToSave;
import dev.drawbridge.runner.database.Sessions;
import java.sql.SQLException;

/** How many tables a dump should hold, as the server says. */
record DumpedTables(Sessions sessions) {

  private static final String COUNT =
      """
      select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
        and (cardinality(?) = 0 or n.nspname = any (?))
        and not exists (select 1 from pg_catalog.pg_depend d
          where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      """;

  int count(WaysToSave.ByPgDump dump) throws SQLException {
    if (!dump.tables().isEmpty()) {
      return dump.tables().size();
    }
    var schemas = dump.schemas().toArray(String[]::new);
    try (var session = sessions.open();
        var query = session.prepareStatement(COUNT)) {
      var names = session.createArrayOf("text", schemas);
      query.setArray(1, names);
      query.setArray(2, names);
      try (var rows = query.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }
}
