package dev.drawbridge.document;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A reader's terminal: runs one block after the other in the same folder, and keeps the variables
 * that a block has exported for the next one. A block ends at its first command that fails.
 *
 * @param folder in which the commands are typed
 * @param home for what the terminal keeps
 * @param variables of its environment, besides those of this process
 */
public record Shell(Path folder, Path home, Map<String, String> variables) {

  private static final long MOST_MINUTES = 6;

  /** What was printed, in the order in which it was. */
  public record Answer(int code, String text) {}

  /** Adds a folder of programs that are found before all others. */
  public static String pathWith(Path programs) {
    return programs + File.pathSeparator + System.getenv("PATH");
  }

  /** Runs the commands, and waits for their end. */
  public Answer run(String commands) throws IOException, InterruptedException {
    var state = home.resolve("variables");
    var output = home.resolve("output");
    var script =
        """
        if [ -f "$1" ]; then . "$1"; fi
        set -euo pipefail
        %s
        declare -px > "$1"
        """
            .formatted(commands);
    var builder = new ProcessBuilder("bash", "-c", script, "bash", state.toString());
    builder.directory(folder.toFile()).environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return new Answer(-1, Files.readString(output) + "\n(it does not end)");
    }
    return new Answer(process.exitValue(), Files.readString(output));
  }
}
