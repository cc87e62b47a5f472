package dev.drawbridge.report;

import java.nio.file.Path;

/**
 * Where the backups of one Migration are, on whatever claim: {@code
 * drawbridge/NAMESPACE/MIGRATION/RUN.dump}, and beside it a few words about it, {@code RUN.json}.
 *
 * @param path of the folder
 */
public record BackupFolder(Path path) {

  /** Of a dump by pg_dump. */
  public static final String DUMP = ".dump";

  /** Of a copy of a SQLite file. */
  public static final String COPY = ".db";

  /** Of what is said about a backup; without it a file is none. */
  public static final String MANIFEST = ".json";

  /** Of a file that is being written. It is never taken for a backup. */
  public static final String PART = ".part";

  /** Of the table of contents that was read back. */
  public static final String LIST = ".list";

  /**
   * The folder on a claim that is mounted at {@code claim}.
   *
   * @param migration namespace and name, joined by a slash
   */
  public static BackupFolder on(Path claim, String migration) {
    return new BackupFolder(claim.resolve("drawbridge").resolve(migration));
  }

  /**
   * The folder of what a Rollback has saved, where no backup is removed from.
   *
   * @param rollback namespace and name, joined by a slash
   */
  public static BackupFolder ofExports(Path claim, String rollback) {
    return new BackupFolder(claim.resolve("drawbridge-exports").resolve(rollback));
  }

  public Path file(String run, String kind) {
    return path.resolve(run + kind);
  }

  /** What becomes {@link #file} once it is whole. */
  public Path part(String run, String kind) {
    return path.resolve(run + kind + PART);
  }

  public Path manifest(String run) {
    return path.resolve(run + MANIFEST);
  }
}
