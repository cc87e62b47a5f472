package dev.drawbridge.command.cluster;

import dev.drawbridge.command.terminal.Terminal;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and which namespace in it, as options: for every command that asks one. */
public final class ClusterOptions {

  private static final int TIMEOUT_MILLIS = 10_000;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "the namespace (default: that of the context)")
  private @Nullable String namespace;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "how to reach the cluster (default: KUBECONFIG, or ~/.kube/config)")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "a context of the kubeconfig (default: its current one)")
  private @Nullable String context;

  /** The cluster that they name, each of them as given or as kubectl would choose it. */
  public Cluster open(Terminal terminal) throws Unanswered {
    var config = bounded(Kubeconfig.read(kubeconfig, context, terminal.environment()));
    var chosen =
        Optional.ofNullable(namespace)
            .orElse(Objects.requireNonNullElse(config.getNamespace(), "default"));
    return new Cluster(new KubernetesClientBuilder().withConfig(config).build(), chosen);
  }

  /** Whether any of them is given. */
  public boolean areGiven() {
    return namespace != null || kubeconfig != null || context != null;
  }

  /** Whoever waits for an answer is told soon that there is none. */
  private static Config bounded(Config config) {
    return new ConfigBuilder(config)
        .withRequestRetryBackoffLimit(0)
        .withConnectionTimeout(TIMEOUT_MILLIS)
        .withRequestTimeout(TIMEOUT_MILLIS)
        .build();
  }
}
