package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who uninstalls by the commands of docs/install.md, in their order, leaves nothing that waits. */
class UninstallDocumentIT {

  private static final Path INSTALL = Path.of("docs/install.md");
  private static final Path OPERATIONS = Path.of("docs/operations.md");
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^ *```\\w*$(.*?)^ *```$");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MIGRATION =
      """
      apiVersion: drawbridge.dev/v1alpha1
      kind: Migration
      metadata: {name: orders, namespace: default}
      spec:
        database: {secretRef: {name: orders-db}}
        migrate: [{flyway: {configMaps: [orders-sql]}}]
      """;
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: default, labels: {drawbridge.dev/migration: orders}}
      spec:
        selector: {matchLabels: {app: orders}}
        template:
          metadata: {labels: {app: orders}, annotations: {drawbridge.dev/schema: "2"}}
          spec: {containers: [{name: orders, image: orders}]}
      """;

  /** A controller would make it, of which there are none. */
  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: default}
      """;

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: orders
        namespace: default
        labels: {drawbridge.dev/migration: orders}
        annotations: {drawbridge.dev/schema: "2"}
      spec: {containers: [{name: orders, image: orders}]}
      """;

  private static RealApiServer server;
  private static Release release;

  @BeforeAll
  static void install() throws IOException {
    server = RealApiServer.own();
    release = new Release(server);
    var namespace = new NamespaceBuilder().withNewMetadata().withName(Release.NAMESPACE);
    server.client().resource(namespace.endMetadata().build()).create();
    apply(ACCOUNT);
    release.install(Chart.FOLDER, "{}");
  }

  @Test
  void nothingWaitsAndNothingStays(@TempDir Path folder) throws Exception {
    apply(MIGRATION);
    await("the policies to be in force").atMost(PATIENCE).until(() -> isHeldAtBirth());
    apply(DEPLOYMENT);
    apply(POD);
    assertThat(isPaused()).isTrue();
    assertThat(gates()).isPositive();

    run(folder, commands(INSTALL, "kubectl delete rollbacks,migrations"));
    release.uninstall();
    repeat(folder, commands(OPERATIONS, "kind=deployments.apps"));
    repeat(folder, commands(INSTALL, "gate="));
    run(folder, commands(INSTALL, "kubectl delete crd"));

    assertThat(isPaused()).isFalse();
    assertThat(gates()).isZero();
    var client = server.client();
    assertThat(client.apiextensions().v1().customResourceDefinitions().list().getItems()).isEmpty();
    assertThat(client.admissionRegistration().v1().validatingAdmissionPolicies().list().getItems())
        .isEmpty();
    assertThat(client.apps().deployments().inNamespace(Release.NAMESPACE).list().getItems())
        .isEmpty();
  }

  private static void apply(String yaml) {
    server.client().resource(yaml).forceConflicts().serverSideApply();
  }

  private static boolean isHeldAtBirth() {
    try {
      server.client().resource(POD).dryRun().create();
      var stored = server.client().resource(DEPLOYMENT).dryRun().create();
      return Serialization.asYaml(stored).contains("paused: true");
    } catch (KubernetesClientException refusedByHalfOfThem) {
      return false;
    }
  }

  private static boolean isPaused() {
    var deployments = server.client().apps().deployments().inNamespace("default");
    return Boolean.TRUE.equals(deployments.withName("orders").get().getSpec().getPaused());
  }

  private static int gates() {
    var pod = server.client().pods().inNamespace("default").withName("orders").get();
    return pod.getSpec().getSchedulingGates().size();
  }

  /** The only block of commands that begins so. */
  private static String commands(Path page, String beginning) throws IOException {
    var found =
        COMMANDS
            .matcher(Files.readString(page))
            .results()
            .map(block -> block.group(1).strip())
            .filter(block -> block.startsWith(beginning))
            .toList();
    assertThat(found).as(beginning).hasSize(1);
    return found.getFirst();
  }

  /** What a command has come to. */
  private record Done(int exitCode, String output) {}

  /**
   * The API server forgets deleted policies a moment later, and until then they hold again, or
   * refuse.
   */
  private static void repeat(Path folder, String commands) {
    await("commands that find nothing more to do")
        .atMost(PATIENCE)
        .until(() -> execute(folder, commands), new Done(0, "")::equals);
  }

  private static void run(Path folder, String commands) throws IOException, InterruptedException {
    var done = execute(folder, commands);
    assertThat(done.exitCode()).as(done.output()).isZero();
  }

  private static Done execute(Path folder, String commands)
      throws IOException, InterruptedException {
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands);
    var path = server.kubectl().getParent() + File.pathSeparator + System.getenv("PATH");
    builder.environment().put("PATH", path);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    var output = folder.resolve("output");
    var process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Done(process.exitValue(), Files.readString(output));
  }
}
