package dev.drawbridge.command.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a cluster, from the files that kubectl would read. The client would pass over what
 * is wrong with them, and ask another cluster.
 */
final class Kubeconfig {

  private static final String INSIDE = "KUBERNETES_SERVICE_HOST";
  private static final String VARIABLE = "KUBECONFIG";

  private Kubeconfig() {}

  /** The settings of {@code context}, or of the current one. */
  static Config read(
      @Nullable Path given, @Nullable String context, Map<String, String> environment)
      throws Unanswered {
    var files = given == null ? usual(environment) : List.of(given);
    if (files.isEmpty() && environment.containsKey(INSIDE) && context == null) {
      return Config.autoConfigure(null);
    }
    if (files.isEmpty()) {
      throw Unanswered.noCluster(
          "There is no kubeconfig: name one with --kubeconfig or KUBECONFIG, or put it to ~/.kube/config.");
    }
    var contexts = new ArrayList<String>();
    for (var file : files) {
      contexts.addAll(contexts(file));
    }
    return checked(
        files.size() == 1
            ? Config.fromKubeconfig(context, files.getFirst().toFile())
            : Config.autoConfigure(context),
        context,
        contexts);
  }

  /** A context that does not exist must not lead to another cluster. */
  private static Config checked(Config config, @Nullable String context, List<String> contexts)
      throws Unanswered {
    var current = config.getCurrentContext();
    if (context != null && (current == null || !context.equals(current.getName()))) {
      throw Unanswered.noCluster(
          "The kubeconfig has no context %s%s.".formatted(context, choice(contexts)));
    }
    if (current == null || !contexts.contains(current.getName())) {
      throw Unanswered.noCluster(
          "The kubeconfig has no current context that it also describes: choose one with kubectl config use-context, or name it with --context%s."
              .formatted(choice(contexts)));
    }
    return config;
  }

  private static String choice(List<String> contexts) {
    return contexts.isEmpty() ? "" : "; it has " + String.join(", ", contexts);
  }

  /** Of several files, those that are not there are passed over, as kubectl does. */
  private static List<Path> usual(Map<String, String> environment) {
    var variable = environment.getOrDefault(VARIABLE, "");
    var named =
        variable.isBlank()
            ? Optional.ofNullable(environment.get("HOME")).stream()
                .map(home -> Path.of(home, ".kube", "config"))
            : Arrays.stream(variable.split(File.pathSeparator))
                .filter(word -> !word.isBlank())
                .map(Path::of);
    return named.filter(Files::exists).toList();
  }

  private static List<String> contexts(Path file) throws Unanswered {
    try {
      var read =
          Serialization.unmarshal(
              Files.readString(file), io.fabric8.kubernetes.api.model.Config.class);
      return read == null || read.getContexts() == null
          ? List.of()
          : read.getContexts().stream().map(NamedContext::getName).toList();
    } catch (IOException unreadable) {
      throw Unanswered.noCluster(
          "%s cannot be read: name another kubeconfig with --kubeconfig.".formatted(file));
    } catch (RuntimeException broken) {
      throw Unanswered.noCluster(
          "%s is no kubeconfig: correct it, or name another with --kubeconfig. %s"
              .formatted(file, firstLine(broken)));
    }
  }

  private static String firstLine(Throwable broken) {
    var root = broken;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
