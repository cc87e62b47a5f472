package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** How the image starts the runner: with which options, and with which cache of classes. */
final class RunnerImage {

  static final String JAR = "target/drawbridge.jar";

  private static final Path CACHE = Path.of("target", "runner.aot");
  private static final String REHEARSAL = "dev.drawbridge.warmup.RunnerRehearsal";

  private RunnerImage() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Those of the image. The cache is made where there is none yet for this jar. */
  static synchronized List<String> options() throws IOException {
    if (!Files.exists(CACHE)
        || Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(Path.of(JAR)))
            < 0) {
      rehearse();
    }
    var options = new ArrayList<>(optionsWithoutCache());
    options.add("-XX:AOTCache=" + CACHE);
    return options;
  }

  /** Those of the image that need no cache. */
  static List<String> optionsWithoutCache() throws IOException {
    return Files.readAllLines(Path.of("src/main/jvm/runner")).stream()
        .filter(line -> isOption(line) && !line.startsWith("-XX:AOTCache="))
        .toList();
  }

  /** What comes before the jar. */
  private static boolean isOption(String line) {
    return line.startsWith("-X") || line.startsWith("-D");
  }

  private static void rehearse() throws IOException {
    // Another process of this suite may be making it as well.
    var made = CACHE.resolveSibling("runner-%d.aot".formatted(ProcessHandle.current().pid()));
    var command = new ArrayList<>(List.of(java()));
    command.addAll(optionsWithoutCache());
    command.addAll(List.of("-XX:AOTCacheOutput=" + made, "-cp", JAR, REHEARSAL, JAR));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isZero();
    Files.move(made, CACHE, StandardCopyOption.ATOMIC_MOVE);
  }
}
