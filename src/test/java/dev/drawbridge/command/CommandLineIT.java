package dev.drawbridge.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program by its first word. */
class CommandLineIT {

  @TempDir Path folder;

  /** Their start is measured, and what they do not need costs them nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"runner", "operator"})
  void whatTheImageStartsDoesNotLoadTheParser(String command) throws Exception {
    var classes = loadedBy(command);

    assertThat(classes).contains("dev.drawbridge." + command).doesNotContain("picocli");
  }

  @Test
  void commandsForPeopleDo() throws Exception {
    assertThat(loadedBy("--help")).contains("picocli").doesNotContain("dev.drawbridge.operator");
  }

  private String loadedBy(String word) throws Exception {
    var log = folder.resolve("classes");
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + log,
            "-jar",
            "target/drawbridge.jar",
            word);
    // Neither has what it needs, so both end at once.
    builder.environment().clear();
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    var process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(log);
  }

  @Test
  void withoutAWordTheCommandsAreListed() throws Exception {
    var outcome = CommandProcess.of(folder).await();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("usage: drawbridge", "check", "run", "report");
  }

  @Test
  void releaseIsSaid() throws Exception {
    var zip = Path.of("target").toFile().list((_, name) -> name.matches("drawbridge-.*[.]zip"));
    var release = requireNonNull(zip)[0].replaceAll("drawbridge-(.*)[.]zip", "$1");

    var outcome = CommandProcess.of(folder, "--version").await();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.output())
        .isEqualTo("drawbridge %s, Java %s%n".formatted(release, Runtime.version()));
  }

  @Test
  void wordThatIsNoCommandIsSaid() throws Exception {
    var outcome = CommandProcess.of(folder, "rnu").await();

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).startsWith("drawbridge: there is no command rnu\n");
  }
}
