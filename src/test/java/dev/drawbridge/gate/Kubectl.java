package dev.drawbridge.gate;

import dev.drawbridge.cluster.RealApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The real kubectl, used by somebody who may write Deployments and break some glass. */
record Kubectl(Path program, Path home, String namespace, Set<String> mayBreakGlass) {

  private static final long PATIENCE_SECONDS = 60;

  /** What kubectl has answered: standard output and standard error in one. */
  record Answer(int code, String text) {}

  static Kubectl of(RealApiServer server, Path home, String namespace) throws IOException {
    Files.writeString(home.resolve("config"), server.kubeconfig());
    return new Kubectl(server.kubectl(), home, namespace, Set.of());
  }

  Kubectl withGlassOf(String migration) {
    return new Kubectl(program, home, namespace, Set.of(migration));
  }

  /** Runs it without input. */
  Answer run(String... arguments) {
    return runWith("", arguments);
  }

  /** Runs it with {@code input}, such as a manifest for {@code -f -}. */
  Answer runWith(String input, String... arguments) {
    try {
      var file = Files.writeString(Files.createTempFile(home, "input", ".yaml"), input);
      var output = Files.createTempFile(home, "output", ".txt");
      var process =
          new ProcessBuilder(command(arguments))
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("kubectl does not end: " + List.of(arguments));
      }
      return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private List<String> command(String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--kubeconfig=" + home.resolve("config"),
                "--cache-dir=" + home.resolve("cache"),
                "--namespace=" + namespace,
                "--as=" + CaseFolder.ANYBODY));
    Arrays.stream(GateRights.groups(mayBreakGlass))
        .map(group -> "--as-group=" + group)
        .forEach(command::add);
    command.addAll(List.of(arguments));
    return command;
  }
}
