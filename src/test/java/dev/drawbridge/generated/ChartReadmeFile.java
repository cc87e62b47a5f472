package dev.drawbridge.generated;

import dev.drawbridge.chart.ChartValue;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The page of the Helm chart, with a row for each of its values. */
final class ChartReadmeFile {

  static final Path PATH = Path.of("helm/drawbridge/README.md");

  private static final String INTRODUCTION =
      """
      # Drawbridge, as a Helm chart

      Database migrations as Kubernetes resources, and a gate that keeps Deployments waiting until they are verified. Kubernetes 1.30 or newer; from 1.36 on the API server itself holds Deployments, below the operator's webhook does.

      ```
      helm install drawbridge helm/drawbridge --namespace drawbridge --create-namespace --set image.registry=registry.example.com
      kubectl -n drawbridge rollout status deployment/drawbridge
      ```
      There is one Drawbridge in a cluster, so its objects are called `drawbridge` whatever the release is called. [docs/install.md](../../docs/install.md) has upgrades, the CRDs, and the order in which to uninstall.

      ## Values

      Values that do not exist, are of another type, or make no sense together are refused, with a sentence. This table is generated from `values.yaml`: `./mvnw test -Dtest=GeneratedFilesTest -Dwrite`.

      | value | default | meaning |
      | --- | --- | --- |
      """;

  private ChartReadmeFile() {}

  static String content() {
    return ChartValue.all().stream()
        .map(value ->
            "| `%s` | `%s` | %s |\n".formatted(value.path(), value.otherwise(), value.comment()))
        .collect(Collectors.joining("", INTRODUCTION, ""));
  }
}
