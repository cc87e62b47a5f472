package dev.drawbridge.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where backups are, as a runner is told, and of which it is known what they are for.
 *
 * @param directory where their claim is mounted
 * @param lastGood the run that was verified last, whose backup is not removed; null if none was
 * @param restored the one that is put back; null if none is
 */
public record BackupInput(Path directory, @Nullable String lastGood, @Nullable Restored restored) {

  public static final String DIRECTORY = "DRAWBRIDGE_BACKUP_DIRECTORY";
  public static final String LAST_GOOD_RUN = "DRAWBRIDGE_LAST_GOOD_RUN";
  public static final String RESTORED_PATH = "DRAWBRIDGE_RESTORED_PATH";
  public static final String RESTORED_SHA256 = "DRAWBRIDGE_RESTORED_SHA256";

  /**
   * A backup that is put back.
   *
   * @param path from the claim's root
   */
  public record Restored(String path, String sha256) {}

  /** Puts the variables that carry this to those of a {@link RunnerInput}. */
  void addTo(Map<String, String> variables) {
    variables.put(DIRECTORY, directory.toString());
    if (lastGood != null) {
      variables.put(LAST_GOOD_RUN, lastGood);
    }
    if (restored != null) {
      variables.put(RESTORED_PATH, restored.path());
      variables.put(RESTORED_SHA256, restored.sha256());
    }
  }

  /** What {@code variables} carry; null if the run has nothing to do with backups. */
  static @Nullable BackupInput fromEnvironment(Map<String, String> variables) {
    var directory = variables.get(DIRECTORY);
    return directory == null
        ? null
        : new BackupInput(Path.of(directory), variables.get(LAST_GOOD_RUN), restored(variables));
  }

  private static @Nullable Restored restored(Map<String, String> variables) {
    var path = variables.get(RESTORED_PATH);
    return path == null
        ? null
        : new Restored(path, Objects.requireNonNull(variables.get(RESTORED_SHA256)));
  }
}
