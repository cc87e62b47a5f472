package dev.drawbridge.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How the API server is reached: in a pod by its service account, elsewhere by what {@code
 * KUBECONFIG} names. The client would pass over a file that is wrong, and ask another cluster.
 */
final class Kubeconfig {

  private static final String VARIABLE = "KUBECONFIG";

  private Kubeconfig() {}

  /**
   * The settings of the client.
   *
   * @throws IllegalArgumentException if {@code KUBECONFIG} names what cannot be used
   */
  static Config read(Map<String, String> environment) {
    var files = named(environment.getOrDefault(VARIABLE, ""));
    files.forEach(Kubeconfig::requireUsable);
    var config = new ConfigBuilder().build();
    if (!files.isEmpty() && config.getCurrentContext() == null) {
      throw new IllegalArgumentException(
          "%s has no current context that it also describes: choose one with kubectl config use-context"
              .formatted(files.getFirst()));
    }
    return config;
  }

  private static List<Path> named(String variable) {
    return Arrays.stream(variable.split(File.pathSeparator))
        .filter(word -> !word.isBlank())
        .map(Path::of)
        .toList();
  }

  private static void requireUsable(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "%s names %s, which is not there or cannot be read: correct it, or take it out to use the pod's service account"
              .formatted(VARIABLE, file));
    }
    try {
      Config.fromKubeconfig(null, file.toFile());
    } catch (RuntimeException broken) {
      throw new IllegalArgumentException(
          "%s names %s, which is no kubeconfig: %s"
              .formatted(
                  VARIABLE, file, Causes.words(broken).lines().findFirst().orElse("unreadable")),
          broken);
    }
  }
}
