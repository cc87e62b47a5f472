package dev.drawbridge.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The Helm chart, as somebody installs it.
 *
 * @param kubernetes the version of the cluster
 * @param namespace where it is installed
 * @param values what is set, as YAML
 */
record Chart(String kubernetes, String namespace, String values) {

  static final Path FOLDER = Path.of("helm/drawbridge");

  /** The oldest Kubernetes whose API server holds Deployments by itself. */
  static final String HOLDS_BY_ITSELF = "1.36.0";

  static final String NEEDS_A_WEBHOOK = "1.35.9";

  /** With the defaults. */
  static Chart onNew() {
    return new Chart(HOLDS_BY_ITSELF, "drawbridge", "");
  }

  /** With the defaults, where a webhook holds. */
  static Chart onOld() {
    return new Chart(NEEDS_A_WEBHOOK, "drawbridge", "");
  }

  /** What {@code Chart.yaml} says. */
  static JsonNode metadata() {
    try {
      return new YAMLMapper().readTree(FOLDER.resolve("Chart.yaml").toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Chart in(String namespace) {
    return new Chart(kubernetes, namespace, values);
  }

  /** With these values, as YAML. */
  Chart with(String values) {
    return new Chart(kubernetes, namespace, values);
  }

  /**
   * What is applied.
   *
   * @throws IllegalStateException with Helm's words, if it refuses
   */
  Rendered render() {
    return withFile(file ->
        new Rendered(
            new Helm(FOLDER)
                .template()
                .withName("drawbridge")
                .withNamespace(namespace)
                .withKubeVersion(kubernetes)
                .withValuesFile(file)
                .call()));
  }

  /** What Helm says to whoever has installed it. */
  String notes() {
    return withFile(file ->
        new Helm(FOLDER)
            .install()
            .withName("drawbridge")
            .withNamespace(namespace)
            .withKubeVersion(kubernetes)
            .withValuesFile(file)
            .clientOnly()
            .withDryRunOption(DryRun.CLIENT)
            .call()
            .getOutput());
  }

  private <T> T withFile(Function<Path, T> command) {
    try {
      var file = Files.createTempFile("values-", ".yaml");
      try {
        Files.writeString(file, values);
        return command.apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
