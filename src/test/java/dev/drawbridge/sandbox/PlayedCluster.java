package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.apiserver.MockApiServer;
import dev.drawbridge.sandbox.controllers.Controllers;
import dev.drawbridge.sandbox.node.Node;
import dev.drawbridge.sandbox.node.ProgramImage;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A cluster on one machine, with Drawbridge's definitions and its hold rule installed, and without
 * its operator.
 */
public final class PlayedCluster implements AutoCloseable {

  /** Where the operator would be installed. */
  public static final String OPERATOR_NAMESPACE = "drawbridge";

  private final MockApiServer server;
  private final KubernetesClient client;
  private final Controllers controllers;
  private final Node node;

  private PlayedCluster(ProgramImage image, Path folder, Duration podBackoff) {
    server = MockApiServer.start();
    client = server.client();
    server.load(Path.of("crds"));
    server.admitDeploymentsBy(new GateAdmission());
    var namespace = new NamespaceBuilder().withNewMetadata().withName(OPERATOR_NAMESPACE);
    client.resource(namespace.endMetadata().build()).create();
    controllers = Controllers.start(server.client("kube-controller-manager"), podBackoff);
    node = Node.start(server.client("system:node:sandbox"), image, folder);
    server.readPodLogsFrom(node::log);
  }

  /**
   * Starts the cluster.
   *
   * @param jar the packaged program, which runs in the pods of Jobs
   * @param folder for the node's volumes; removed at the end
   * @param podBackoff how long a Job waits after its first failed pod
   */
  public static PlayedCluster start(Path jar, Path folder, Duration podBackoff) {
    return start(new ProgramImage(jar, Map.of()), folder, podBackoff);
  }

  /** The same, with images of tools. */
  static PlayedCluster start(ProgramImage image, Path folder, Duration podBackoff) {
    return new PlayedCluster(image, folder, podBackoff);
  }

  public MockApiServer server() {
    return server;
  }

  /** A client that may do everything. */
  public KubernetesClient client() {
    return client;
  }

  public Node node() {
    return node;
  }

  @Override
  public void close() {
    node.close();
    controllers.close();
    client.close();
    server.close();
  }
}
