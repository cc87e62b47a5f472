package dev.drawbridge.chart;

import com.marcnuri.helm.Helm;
import dev.drawbridge.cluster.RealApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The chart in a real API server, by Helm's own commands, in the namespace {@code drawbridge}. */
record Release(RealApiServer server) {

  static final String NAME = "drawbridge";
  static final String NAMESPACE = "drawbridge";

  /** {@code helm install}, with values as YAML. */
  void install(Path chart, String values) throws IOException {
    var command =
        new Helm(chart)
            .install()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .withKubeConfigContents(server.kubeconfig());
    withFile(values, file -> command.withValuesFile(file).call());
  }

  /** {@code helm upgrade}, with values as YAML. */
  void upgrade(Path chart, String values) throws IOException {
    var command =
        new Helm(chart)
            .upgrade()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .withKubeConfigContents(server.kubeconfig());
    withFile(values, file -> command.withValuesFile(file).call());
  }

  /** {@code helm uninstall}. */
  void uninstall() {
    Helm.uninstall(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfigContents(server.kubeconfig())
        .ignoreNotFound()
        .call();
  }

  private static void withFile(String values, Consumer<Path> command) throws IOException {
    var file = Files.createTempFile("values-", ".yaml");
    try {
      Files.writeString(file, values);
      command.accept(file);
    } finally {
      Files.delete(file);
    }
  }
}
