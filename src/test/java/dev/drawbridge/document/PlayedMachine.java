package dev.drawbridge.document;

import static org.awaitility.Awaitility.await;

import dev.drawbridge.cluster.RealApiServer;
import dev.drawbridge.sandbox.OperatorProgram;
import dev.drawbridge.sandbox.controllers.Controllers;
import dev.drawbridge.sandbox.node.Folders;
import dev.drawbridge.sandbox.node.Node;
import dev.drawbridge.sandbox.node.ProgramImage;
import dev.drawbridge.sandbox.postgres.Postgres;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster for one reader, without images: a real API server, played controllers, a node that runs
 * the pods of Jobs as processes, a PostgreSQL. The operator runs as a process while its Deployment
 * is there, with the rights of its service account.
 */
final class PlayedMachine implements AutoCloseable {

  private static final Path JAR = Path.of("target/drawbridge.jar");
  private static final List<String> NAMES_OF_THE_DATABASE = List.of("postgres", "db.example.com");
  private static final Map<String, String> NAMES = Map.of("kubeapitest", "kubernetes-admin");
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String OPERATOR = "drawbridge";

  private final Path folder;
  private final RealApiServer server = RealApiServer.own();
  private final Postgres postgres;
  private final DatabaseAddress address;
  private final Controllers controllers;
  private final Node node;
  private final Shell shell;
  private @Nullable OperatorProgram operator;

  PlayedMachine(Path folder) throws IOException {
    this.folder = folder;
    postgres = Postgres.start(folder.resolve("postgres"));
    address = new DatabaseAddress(postgres.port());
    var hosts = address.hosts(folder.resolve("hosts"), NAMES_OF_THE_DATABASE);
    // A controller would make it.
    var account = new ServiceAccountBuilder().withNewMetadata().withName("default");
    server.client().resource(account.withNamespace("default").endMetadata().build()).create();
    controllers = Controllers.start(server.client());
    var image = new ProgramImage(JAR, Map.of(), List.of("-Djdk.net.hosts.file=" + hosts));
    node = Node.start(server.client(), image, folder.resolve("node"));
    var clone = Clone.in(Files.createDirectories(folder.resolve("drawbridge")));
    shell = new Shell(clone.folder(), folder, variables());
  }

  private Map<String, String> variables() throws IOException {
    var programs = Files.createDirectories(folder.resolve("programs"));
    Files.createSymbolicLink(programs.resolve("kubectl"), server.kubectl());
    Programs.helm(programs);
    var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
    return Map.of(
        "PATH", Shell.pathWith(programs),
        "KUBECONFIG", kubeconfig.toString(),
        "HOME", folder.toString(),
        "JAVA_HOME", System.getProperty("java.home"));
  }

  /** A database with its owner, as the Secret of a page says. */
  void createDatabase(String name, String password) throws SQLException {
    postgres.createDatabase(name);
    try (var connection = postgres.superuser();
        var statement = connection.createStatement()) {
      statement.execute("alter role \"%s\" password '%s'".formatted(name, password));
    }
  }

  /** Who types commands here. */
  Walk reader() {
    return new Walk(shell, _ -> Optional.empty(), this::settle, NAMES);
  }

  /** Starts or ends the operator's process, as its pod would be, and waits until that is done. */
  private void settle() {
    var deployment = deployment();
    if (deployment == null) {
      stopOperator();
    } else if (operator == null) {
      try {
        operator = OperatorProgram.start(JAR, environment(deployment));
        operator.awaitReady();
        await("the policies").atMost(PATIENCE).until(() -> server.holds() && server.refuses());
      } catch (IOException refused) {
        throw new UncheckedIOException(refused);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable Deployment deployment() {
    return server.client().apps().deployments().inNamespace(OPERATOR).withName(OPERATOR).get();
  }

  private Map<String, String> environment(Deployment deployment) throws IOException {
    var pod = deployment.getSpec().getTemplate().getSpec();
    var rights =
        server.kubeconfigFor(OPERATOR, Objects.requireNonNull(pod.getServiceAccountName()));
    var kubeconfig = Files.writeString(folder.resolve("operator"), rights);
    return Map.of(
        "HOME", folder.toString(),
        "KUBECONFIG", kubeconfig.toString(),
        "POD_NAMESPACE", OPERATOR,
        "POD_NAME", "operator",
        "DRAWBRIDGE_RUNNER_IMAGE", pod.getContainers().getFirst().getImage());
  }

  private void stopOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  @Override
  public void close() {
    stopOperator();
    node.close();
    controllers.close();
    address.close();
    postgres.close();
    Folders.remove(shell.folder());
  }
}
