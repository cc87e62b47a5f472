package dev.drawbridge.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rehearsals as the image's build starts them, and the files that say how commands start. */
class RehearsalIT {

  private static final String JAR = "target/drawbridge.jar";
  private static final Path RECORDING =
      Path.of("src/main/resources/dev/drawbridge/warmup", Recording.FILE);

  @TempDir private Path folder;

  @Test
  void operatorIsPlayedToItsFirstLookAndCanBeStartedFromTheCache() throws Exception {
    var cache = folder.resolve("operator.aot");

    var said =
        run(
            StartOptions.of("operator", "-XX:AOTCacheOutput=" + cache),
            "-cp",
            JAR,
            OperatorRehearsal.class.getName());

    assertThat(said).contains("first look at a Migration", "classes loaded besides");
    assertThat(said).doesNotContain("\"level\":\"ERROR\"");
    assertThat(cache).isNotEmptyFile();
  }

  /** {@code ./mvnw verify -Dit.test=RehearsalIT -Dwrite} records anew. */
  @Test
  void runnerIsPlayedToItsEndOnTheRecordedDatabase() throws Exception {
    if (System.getProperty("write") != null) {
      record();
    }
    var cache = folder.resolve("runner.aot");

    var said =
        run(
            StartOptions.of("runner", "-XX:AOTCacheOutput=" + cache),
            "-cp",
            JAR,
            RunnerRehearsal.class.getName(),
            JAR);

    assertThat(said)
        .as("run ./mvnw verify -Dit.test=RehearsalIT -Dwrite, and then package again")
        .contains("the runner ended with exit code 0");
    assertThat(cache).isNotEmptyFile();
  }

  private static void record() throws Exception {
    try (var postgres = EmbeddedPostgres.start();
        var database = new RecordedDatabase(postgres.getPort())) {
      run(List.of(), "-cp", JAR, RunnerRehearsal.class.getName(), JAR, database.url());
      Files.writeString(RECORDING, database.print());
    }
  }

  @Test
  void cacheOfACommandIsUsedWithItsOwnOptions() throws Exception {
    var cache = folder.resolve("runner.aot");
    run(
        StartOptions.of("runner", "-XX:AOTCacheOutput=" + cache),
        "-cp",
        JAR,
        RunnerRehearsal.class.getName(),
        JAR);

    var loaded = folder.resolve("loaded");

    var said =
        run(
            StartOptions.of("runner", "-XX:AOTCache=" + cache),
            "-XX:AOTMode=on",
            "-Xlog:class+load:file=" + loaded,
            "-cp",
            JAR,
            RunnerRehearsal.class.getName(),
            JAR);

    assertThat(said).contains("the runner ended with exit code 0");
    assertThat(Files.readAllLines(loaded))
        .as("what a login by a password needs")
        .anyMatch(line -> line.endsWith("javax.crypto.Mac source: shared objects file"))
        .noneMatch(line -> line.contains("javax.crypto.") && line.contains("source: jrt:"));
  }

  private static String run(List<String> options, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
