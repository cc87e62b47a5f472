package dev.drawbridge.runner.rehearsal;

import java.util.Arrays;
import java.util.Locale;

/**
 * The modes of locks on tables, weakest first, and what each keeps waiting: PostgreSQL's table of
 * conflicting lock modes, said in words.
 */
enum LockMode {
  ACCESS_SHARE("AccessShareLock", "nothing but ACCESS EXCLUSIVE locks"),
  ROW_SHARE("RowShareLock", "neither reads nor writes"),
  ROW_EXCLUSIVE("RowExclusiveLock", "index builds and schema changes, neither reads nor writes"),
  SHARE_UPDATE_EXCLUSIVE(
      "ShareUpdateExclusiveLock", "vacuum and schema changes, neither reads nor writes"),
  SHARE("ShareLock", "writes"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writes"),
  EXCLUSIVE("ExclusiveLock", "writes and SELECT FOR UPDATE"),
  ACCESS_EXCLUSIVE("AccessExclusiveLock", "reads and writes");

  private final String inCatalog;
  private final String blocks;

  LockMode(String inCatalog, String blocks) {
    this.inCatalog = inCatalog;
    this.blocks = blocks;
  }

  /** The mode that {@code pg_locks} names so. */
  static LockMode of(String inCatalog) {
    return Arrays.stream(values())
        .filter(mode -> mode.inCatalog.equals(inCatalog))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no mode of a table's lock: " + inCatalog));
  }

  /** As the manual writes it. */
  String words() {
    return name().replace('_', ' ').toUpperCase(Locale.ROOT);
  }

  /** Whom it keeps waiting, as the end of a sentence that begins with "blocks". */
  String blocks() {
    return blocks;
  }

  /** Whether ordinary statements of others wait for it. */
  boolean blocksOthers() {
    return compareTo(SHARE) >= 0;
  }
}
