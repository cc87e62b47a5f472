package dev.drawbridge.decide;

import java.util.Arrays;
import java.util.Optional;

/** What pg_dump complains of, as far as somebody can be told at once what to do about it. */
enum DumpTrouble {
  OLDER_THAN_SERVER(
      "server version mismatch",
      "This pg_dump is older than the server: write an image of the server's major version to spec.backup.pgDump.image; a new run starts by itself."),
  DISK_FULL(
      "No space left on device|Disk quota exceeded|File too large",
      "The claim of the backup is full: make it larger, remove what is not needed from it, or lower spec.backup.keep; then set the annotation drawbridge.dev/retry to a new value."),
  NOT_WRITABLE(
      "could not open output file|Read-only file system|cannot create",
      "The pod's user cannot write to the claim of the backup: write the group that may to spec.pod.securityContext.fsGroup, or correct the claim; then set the annotation drawbridge.dev/retry to a new value."),
  NO_SUCH_SCHEMA(
      "no matching schemas were found",
      "A schema of spec.backup.pgDump.schemas is not in the database: correct the list, or leave it out; a new run starts by itself."),
  MISSING_RIGHT(
      "permission denied for",
      "The user of the Secret may not read all that is dumped: grant it that (grant pg_read_all_data to …), or name the schemas that it may read in spec.backup.pgDump.schemas; then set the annotation drawbridge.dev/retry to a new value."),
  ROW_SECURITY(
      "row-level security",
      "The user of the Secret would see only some rows: grant it BYPASSRLS, or use the owner of the tables; then set the annotation drawbridge.dev/retry to a new value."),
  LOCKED(
      "canceling statement due to (statement|lock) timeout",
      "A table was locked for longer than guardrails.lockTimeout: raise that, or wait until the table is free; then set the annotation drawbridge.dev/retry to a new value."),
  NO_PROGRAM(
      "pg_dump: (command )?not found|pg_restore: (command )?not found",
      "The image has no pg_dump: write one such as docker.io/library/postgres:18 to spec.backup.pgDump.image; a new run starts by itself.");

  private final String pattern;
  private final String hint;

  DumpTrouble(String pattern, String hint) {
    this.pattern = "(?s).*(" + pattern + ").*";
    this.hint = hint;
  }

  /** The trouble that {@code output} tells of, if it is one of these. */
  static Optional<DumpTrouble> in(String output) {
    return Arrays.stream(values()).filter(one -> output.matches(one.pattern)).findFirst();
  }

  /** What to do. */
  String hint() {
    return hint;
  }
}
