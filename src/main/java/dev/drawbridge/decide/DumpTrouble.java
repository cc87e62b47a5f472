package dev.drawbridge.decide;

import java.util.Arrays;
import java.util.Optional;

/** What pg_dump complains of, as far as somebody can be told at once what to do about it. */
enum DumpTrouble {
  OLDER_THAN_SERVER(
      "server version mismatch",
      "This pg_dump is older than the server: write an image of the server's major version to spec.%s.pgDump.image",
      true),
  DISK_FULL(
      "No space left on device|Disk quota exceeded|File too large",
      "The claim of the %s is full: make it larger, remove what is not needed from it, or lower spec.backup.keep",
      false),
  NOT_WRITABLE(
      "could not open output file|Read-only file system|cannot create",
      "The pod's user cannot write to the claim of the %s: write the group that may to spec.pod.securityContext.fsGroup of the Migration, or correct the claim",
      false),
  NO_SUCH_SCHEMA(
      "no matching schemas were found",
      "A schema of spec.%s.pgDump.schemas is not in the database: correct the list, or leave it out",
      true),
  NO_SUCH_TABLE(
      "no matching tables were found",
      "A table of spec.%s.pgDump.tables is not in the database: correct the list, or leave it out",
      true),
  MISSING_RIGHT(
      "permission denied for",
      "The user of the Secret may not read all that is dumped: grant it that (grant pg_read_all_data to …), or name the schemas that it may read in spec.%s.pgDump.schemas",
      false),
  ROW_SECURITY(
      "row-level security",
      "The user of the Secret would see only some rows: grant it BYPASSRLS, or use the owner of the tables",
      false),
  LOCKED(
      "canceling statement due to (statement|lock) timeout",
      "A table was locked for longer than guardrails.lockTimeout: raise that, or wait until the table is free",
      false),
  NO_PROGRAM(
      "pg_dump: (command )?not found|pg_restore: (command )?not found",
      "The image has no pg_dump: write one such as docker.io/library/postgres:18 to spec.%s.pgDump.image",
      true);

  private final String pattern;
  private final String correction;
  private final boolean isOfSpec;

  /**
   * @param correction with a place for the field of the spec: backup or export
   * @param isOfSpec whether it changes the spec, so that a new run starts by itself
   */
  DumpTrouble(String pattern, String correction, boolean isOfSpec) {
    this.pattern = "(?s).*(" + pattern + ").*";
    this.correction = correction;
    this.isOfSpec = isOfSpec;
  }

  /** The trouble that {@code output} tells of, if it is one of these. */
  static Optional<DumpTrouble> in(String output) {
    return Arrays.stream(values()).filter(one -> output.matches(one.pattern)).findFirst();
  }

  /** What to do about it in a Migration. */
  String hint() {
    return correction.formatted("backup")
        + (isOfSpec
            ? "; a new run starts by itself."
            : "; then set the annotation drawbridge.dev/retry to a new value.");
  }

  /** What to do about it in a Rollback, which is done once. */
  String hintOfExport() {
    return correction.formatted("export") + "; then create a new Rollback.";
  }
}
