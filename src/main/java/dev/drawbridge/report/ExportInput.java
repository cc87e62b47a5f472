package dev.drawbridge.report;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a runner is told of the export of a Rollback.
 *
 * @param spec as JSON, as the user wrote it
 * @param directory where its claim is mounted; null if it has none that is known
 */
public record ExportInput(String spec, @Nullable Path directory) {

  public static final String SPEC = "DRAWBRIDGE_EXPORT";
  public static final String DIRECTORY = "DRAWBRIDGE_EXPORT_DIRECTORY";

  /** Puts the variables that carry this to those of a {@link RunnerInput}. */
  void addTo(Map<String, String> variables) {
    variables.put(SPEC, RunnerInput.ascii(spec));
    if (directory != null) {
      variables.put(DIRECTORY, directory.toString());
    }
  }

  /** What {@code variables} carry; null if nothing is exported. */
  static @Nullable ExportInput fromEnvironment(Map<String, String> variables) {
    var spec = variables.get(SPEC);
    var directory = variables.get(DIRECTORY);
    return spec == null
        ? null
        : new ExportInput(spec, directory == null ? null : Path.of(directory));
  }
}
