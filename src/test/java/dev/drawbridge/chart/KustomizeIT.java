package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changes namespace and image by Kustomize gets what Helm would have given. */
class KustomizeIT {

  private static final Path MANIFESTS = Path.of("manifests");
  private static final Path PAGE = Path.of("docs/install.md");
  private static final Pattern KUSTOMIZATION =
      Pattern.compile("(?ms)^```yaml\n(apiVersion: kustomize.*?)^```$");
  private static final String IMAGE = "image: {registry: registry.example.com, tag: 0.1.0-ours}\n";
  private static final String CERTIFICATE =
      "webhook: {certificate: {from: Secret, caBundle: TUlORQ==}}\n";
  private static final long PATIENCE_SECONDS = 60;

  private static RealApiServer server;
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = RealApiServer.own();
  }

  /** Beside each other, as in the document. */
  @BeforeEach
  void copy() throws IOException {
    var transformers = Path.of("kustomize/transformers");
    for (var file :
        List.of(
            Path.of("kustomization.yaml"),
            Path.of("install.yaml"),
            transformers.resolve("kustomization.yaml"),
            transformers.resolve("what-follows.yaml"))) {
      var copy = folder.resolve(MANIFESTS).resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(MANIFESTS.resolve(file), copy);
    }
    var ours = Files.createDirectory(folder.resolve("ours"));
    Files.writeString(ours.resolve("kustomization.yaml"), documented());
  }

  private static String documented() throws IOException {
    var found = KUSTOMIZATION.matcher(Files.readString(PAGE));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void withoutAnyChangeItIsTheFile() throws Exception {
    var built = new Rendered(kubectl("kustomize", "manifests"));

    assertThat(byName(built.objects()))
        .containsExactlyEntriesOf(byName(new Rendered(PlainFile.INSTALL.content()).objects()));
  }

  @Test
  void documentedKustomizationGivesWhatTheChartGives() throws Exception {
    var built = new Rendered(kubectl("kustomize", "ours"));

    assertThat(byName(built.objects()))
        .containsExactlyEntriesOf(byName(chart(Chart.onNew(), IMAGE)));
  }

  /**
   * All but the Deployment, in which the chart says that there are Rollouts, and the files cannot.
   */
  @Test
  void webhookFollowsAsWell() throws Exception {
    var ours = folder.resolve("ours");
    for (var file : List.of("install-webhook.yaml", "rollouts-webhook.yaml")) {
      var text = Files.readString(MANIFESTS.resolve(file));
      Files.writeString(ours.resolve(file), text.replace("caBundle: \"\"", "caBundle: TUlORQ=="));
    }
    var files =
        documented().replace("../manifests]", "install-webhook.yaml, rollouts-webhook.yaml]");
    Files.writeString(ours.resolve("kustomization.yaml"), files);

    var built = new Rendered(kubectl("kustomize", "ours"));

    var rendered = chart(Chart.onOld(), IMAGE + CERTIFICATE + "gate: {rollouts: true}");
    var expected = byName(rendered);
    var found = byName(built.objects());
    var operator = "Deployment drawbridge";
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    found.remove(operator);
    expected.remove(operator);
    assertThat(found).containsExactlyEntriesOf(expected);
  }

  @Test
  void documentedKustomizationIsTakenByTheApiServer() throws Exception {
    var applied = kubectl("apply", "--server-side", "-k", "ours").lines().toList();

    assertThat(applied)
        .hasSameSizeAs(new Rendered(PlainFile.INSTALL.content()).objects())
        .allMatch(line -> line.endsWith("serverside-applied"));
    var operator =
        server.client().apps().deployments().inNamespace("platform").withName("drawbridge");
    assertThat(operator.get()).isNotNull();
  }

  /** What would be in the plain file for this chart, with the namespace that Helm does not make. */
  private static List<HasMetadata> chart(Chart chart, String values) {
    var rendered = chart.in("platform").with("crds: {keep: false}\n" + values).render();
    return new Rendered(PlainFile.withoutHelm(rendered.text())).objects();
  }

  /** Kustomize does not know which of the newer kinds are in no namespace; API servers do. */
  private static Map<String, HasMetadata> byName(List<HasMetadata> objects) {
    var found = new TreeMap<String, HasMetadata>();
    for (var object : objects) {
      if (object.getKind().contains("AdmissionPolicy")) {
        object.getMetadata().setNamespace(null);
      }
      if (!object.getKind().equals("Namespace")) {
        found.put(object.getKind() + " " + object.getMetadata().getName(), object);
      }
    }
    return found;
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    var command = new ArrayList<>(List.of(server.kubectl().toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    var output = folder.resolve("output");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    var said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
