package dev.drawbridge.operator;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.sandbox.OperatorProgram;
import dev.drawbridge.sandbox.apiserver.MockApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Replicas of the packaged operator, each a process of its own, which elect who works. */
final class Replicas implements AutoCloseable {

  static final Path JAR = Path.of("target", "drawbridge.jar");

  /** What the SDK makes of a lease that nobody configures, and its pause between two tries. */
  static final Duration LEASE = Duration.ofSeconds(15);

  static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

  private static final String NAMESPACE = "drawbridge";

  private final KubernetesClient client;
  private final Map<String, String> environment;
  private final Map<String, OperatorProgram> running = new LinkedHashMap<>();

  private Replicas(KubernetesClient client, Map<String, String> environment) {
    this.client = client;
    this.environment = new HashMap<>(environment);
    this.environment.put("DRAWBRIDGE_LEADER_ELECTION", "true");
    createNamespace(client);
    client.leases().inNamespace(NAMESPACE).withName("drawbridge").delete();
  }

  /** That of the installation, unless it is there. */
  static void createNamespace(KubernetesClient client) {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata();
    if (client.namespaces().withName(NAMESPACE).get() == null) {
      client.resource(namespace.build()).create();
    }
  }

  static Replicas on(MockApiServer server, KubernetesClient client, Path folder) {
    return new Replicas(client, OperatorProgram.environment(server.url(), folder));
  }

  /** With the rights of the installation, and no others. */
  static Replicas on(RealApiServer server, Path folder) throws IOException {
    createNamespace(server.client());
    server.apply(Path.of("src/main/manifests/rbac.yaml"));
    return new Replicas(server.client(), ofServiceAccount(server, NAMESPACE, NAMESPACE, folder));
  }

  /** The environment of an operator that is the service account {@code name}. */
  static Map<String, String> ofServiceAccount(
      RealApiServer server, String namespace, String name, Path folder) throws IOException {
    var kubeconfig = folder.resolve("kubeconfig-" + name);
    Files.writeString(kubeconfig, server.kubeconfigFor(namespace, name));
    var environment = new HashMap<>(OperatorProgram.environment("unused", folder));
    environment.keySet().removeIf(key -> key.startsWith("KUBERNETES_"));
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("POD_NAMESPACE", namespace);
    return environment;
  }

  /** Only what is in {@code namespace} is looked at. */
  Replicas inNamespace(String namespace) {
    environment.put("DRAWBRIDGE_NAMESPACES", namespace);
    return this;
  }

  OperatorProgram start(String name) {
    return start(name, Map.of());
  }

  /** Starts one whose environment differs in this from the others'. */
  OperatorProgram start(String name, Map<String, String> differences) {
    var own = new HashMap<>(environment);
    own.put("POD_NAME", name);
    own.putAll(differences);
    var program = OperatorProgram.start(JAR, own);
    running.put(name, program);
    return program;
  }

  /** Starts one that waits for the lease, and one that has it. */
  void startBoth() throws InterruptedException {
    start("one").awaitReady();
    awaitLeader("one");
    start("two").awaitReady();
  }

  OperatorProgram get(String name) {
    return Objects.requireNonNull(running.get(name));
  }

  String leader() {
    return lease().map(lease -> lease.getSpec().getHolderIdentity()).orElse("");
  }

  Optional<Lease> lease() {
    return Optional.ofNullable(client.leases().inNamespace(NAMESPACE).withName("drawbridge").get());
  }

  void awaitLeader(String name) {
    await("the lease of " + name)
        .atMost(Stage.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> name.equals(leader()));
  }

  /** Waits until another one leads than {@code former}, and gives its name. */
  String awaitOther(String former) {
    return await("the lease of another than " + former)
        .atMost(Stage.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(this::leader, now -> running.containsKey(now) && !now.equals(former));
  }

  /** Kills one as its node's end would. */
  void kill(String name) {
    Objects.requireNonNull(running.remove(name)).kill();
  }

  @Override
  public void close() {
    running.values().forEach(OperatorProgram::kill);
    running.values().forEach(OperatorProgram::close);
  }
}
