package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.terminal.PlayedTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The files of the distribution that complete words have all commands and options. {@code ./mvnw
 * test -Dtest=CompletionTest -Dwrite} writes them.
 */
class CompletionTest {

  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path FOLDER = Path.of("src/main/distribution");

  private static String printed(String shell) {
    var terminal = new PlayedTerminal();
    assertThat(Commands.run(List.of("completion", shell), terminal.asTerminal())).isZero();
    return terminal.output();
  }

  /** How {@code program} has ended, with {@code words} after it, and what it has printed. */
  private static String run(String... words) throws Exception {
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @ParameterizedTest
  @CsvSource({"bash, completion.bash", "kubectl, kubectl_complete-drawbridge"})
  void filesAreWhatTheCommandPrints(String shell, String name) throws IOException {
    var file = FOLDER.resolve(name);
    if (WRITE) {
      Files.writeString(file, printed(shell));
    }
    assertThat(printed(shell))
        .as("run ./mvnw test -Dtest=CompletionTest -Dwrite")
        .isEqualTo(Files.readString(file));
  }

  @Test
  void zshTakesThatOfBash() {
    assertThat(printed("zsh"))
        .isEqualTo(printed("bash"))
        .contains("break-glass", "--all-namespaces");
  }

  @Test
  void bashUnderstandsIt() throws Exception {
    assertThat(run("bash", "-n", FOLDER.resolve("completion.bash").toString())).isEmpty();
  }

  @Test
  void bashGetsCommandsAndThenOptions() throws Exception {
    var script =
        "source %s; COMP_WORDS=(drawbridge \"$@\"); COMP_CWORD=$#; _drawbridge; echo ${COMPREPLY[*]}"
            .formatted(FOLDER.resolve("completion.bash"));

    assertThat(run("bash", "-c", script, "bash", "re")).isEqualTo("report retry\n");
    assertThat(run("bash", "-c", script, "bash", "approve", "--d")).isEqualTo("--digest\n");
  }

  @Test
  void kubectlGetsCommandsAndThenOptions() throws Exception {
    var program = FOLDER.resolve("kubectl_complete-drawbridge").toString();

    assertThat(run("sh", program, "").lines()).contains("status", "break-glass").endsWith(":4");
    assertThat(run("sh", program, "approve", "--").lines())
        .contains("--digest", "--role")
        .doesNotContain("--undo")
        .endsWith(":0");
  }
}
