package dev.drawbridge.warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of the files that say how the image's commands start. */
public final class StartOptions {

  private StartOptions() {}

  /** Those of {@code command}, with {@code cache} in the place of its option for a cache. */
  public static List<String> of(String command, String cache) throws IOException {
    var options = new ArrayList<String>();
    for (var line : Files.readAllLines(Path.of("src/main/jvm", command))) {
      if (line.startsWith("-XX:AOTCache=")) {
        options.add(cache);
      } else if (line.startsWith("-X") || line.startsWith("-D")) {
        options.add(line);
      }
    }
    return options;
  }
}
