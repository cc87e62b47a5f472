package dev.drawbridge.cluster;

import dev.drawbridge.document.Block;
import dev.drawbridge.document.Clone;
import dev.drawbridge.document.Shell;
import dev.drawbridge.document.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows docs/tutorial.md in a real cluster comes to its end, and sees what it shows. */
@Tag("cluster")
class TutorialClusterIT {

  private static final Path PAGE = Path.of("docs/tutorial.md");
  private static final Path FILES = Path.of("docs/tutorial");
  private static final Path POSTGRES = FILES.resolve("postgres.yaml");
  private static final String APP = "busybox:1.37";

  @TempDir private Path folder;
  private final Cluster cluster = Cluster.shared();
  private final String namespace = cluster.newNamespace();

  @Test
  void tutorialIsFollowedToItsEnd() throws Exception {
    cluster.postgres().create(namespace);
    var clone = Clone.in(Files.createDirectories(folder.resolve("drawbridge")));
    clone.replace(POSTGRES, database());
    useImagesOfTheSuite(clone);
    var shell = new Shell(clone.folder(), folder, variables());
    shell.run("kubectl config set-context --current --namespace=" + namespace);
    var user = shell.run("kubectl auth whoami --output=jsonpath={.status.userInfo.username}");
    var names = Map.of(namespace, "default", user.text().strip(), "kubernetes-admin");

    new Walk(shell, TutorialClusterIT::doneByTheSuite, () -> {}, names).through(PAGE);

    cluster.client().namespaces().withName(namespace).delete();
  }

  /** The rest of the suite needs the installation. */
  private static Optional<String> doneByTheSuite(Block block) {
    return block.text().startsWith("helm ")
        ? Optional.of("the suite installs manifests/install.yaml, and takes it away at its end")
        : Optional.empty();
  }

  private static void useImagesOfTheSuite(Clone clone) throws IOException {
    var app = Images.wanted().app();
    try (Stream<Path> files = Files.walk(FILES)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.equals(POSTGRES)) {
          clone.replace(file, Files.readString(file).replace(APP, app));
        }
      }
    }
  }

  /** The suite's PostgreSQL in the place of the tutorial's, whose image may not be to be had. */
  private String database() {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: postgres}
    spec:
      selector: {matchLabels: {app: postgres}}
      template:
        metadata: {labels: {app: postgres}}
        spec:
          terminationGracePeriodSeconds: 1
          containers: [{name: none, image: "%s", command: [sleep, "2147483647"]}]
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: orders-db}
    stringData: {host: %s, port: "5432", database: "%3$s", username: "%3$s", password: "%4$s"}
    """
        .formatted(
            cluster.images().app(),
            cluster.postgres().host(),
            namespace,
            PostgresPod.password(namespace));
  }

  private Map<String, String> variables() throws IOException {
    var kubeconfig =
        Optional.ofNullable(System.getenv("KUBECONFIG"))
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".kube", "config"));
    var programs = ApiServerPrograms.wanted();
    var path = System.getenv("PATH");
    return Map.of(
        "KUBECONFIG", Files.copy(kubeconfig, folder.resolve("kubeconfig")).toString(),
        "PATH", programs.areHere() ? Shell.pathWith(programs.kubectl().resolveSibling("")) : path,
        "JAVA_HOME", System.getProperty("java.home"));
  }
}
