package dev.drawbridge.generated;

import dev.drawbridge.decide.WrittenStatuses;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is made for Argo CD: resources as the operator leaves them, which its health scripts are
 * tried on, and the patch that brings the scripts into an installation.
 */
record ArgoCdFile(Path path, String content) {

  private static final Path ROOT = Path.of("manifests", "gitops", "argo-cd");
  private static final Path SCRIPTS =
      ROOT.resolve(Path.of("resource_customizations", "drawbridge.dev"));

  static List<ArgoCdFile> all() throws IOException {
    var data =
        Stream.concat(
            testData("Migration", WrittenStatuses.migrations()),
            testData("Rollback", WrittenStatuses.rollbacks()));
    return Stream.concat(data, Stream.of(patch())).toList();
  }

  private static Stream<ArgoCdFile> testData(String kind, Map<String, ? extends HasMetadata> all) {
    return all.entrySet().stream()
        .map(entry ->
            new ArgoCdFile(
                SCRIPTS.resolve(Path.of(kind, "testdata", entry.getKey() + ".yaml")),
                Yaml.write(Yaml.read(Serialization.asJson(entry.getValue())))));
  }

  private static ArgoCdFile patch() throws IOException {
    var text =
        """
        # Generated from the health scripts beside it: ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
        # Tells an installed Argo CD how Migrations and Rollbacks are:
        #   kubectl -n argocd patch configmap argocd-cm --patch-file manifests/gitops/argo-cd/argocd-cm.yaml
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: argocd-cm
        data:
        """
            + entry("Migration")
            + entry("Rollback");
    return new ArgoCdFile(ROOT.resolve("argocd-cm.yaml"), text);
  }

  private static String entry(String kind) throws IOException {
    var script = Files.readString(SCRIPTS.resolve(Path.of(kind, "health.lua")));
    return "  resource.customizations.health.drawbridge.dev_%s: |\n%s"
        .formatted(kind, script.indent(4).replaceAll("(?m)^ +$", ""));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
