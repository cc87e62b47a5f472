package dev.drawbridge.cluster;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where etcd, kube-apiserver and kubectl are: in the folder that {@code KUBE_API_TEST_DIR} names,
 * or in kube-api-test's own. They are downloaded only on request.
 */
record ApiServerPrograms(Path folder, boolean mayBeDownloaded) {

  static ApiServerPrograms wanted() {
    var named = System.getenv(KubeAPIServerConfigBuilder.KUBE_API_TEST_DIR);
    var folder =
        Optional.ofNullable(named)
            .map(Path::of)
            .orElseGet(() ->
                Path.of(
                    System.getProperty("user.home"), KubeAPIServerConfigBuilder.DIRECTORY_NAME));
    return new ApiServerPrograms(folder, System.getProperty("apiserver.download") != null);
  }

  boolean areHere() {
    return mayBeDownloaded || isThere();
  }

  /** How a reader of a skipped test gets them. */
  String howToGetThem() {
    return "skipped: no etcd, kube-apiserver and kubectl under "
        + folder.resolve("k8s")
        + ". Run once with -Dapiserver.download to fetch them (needs internet access), or set"
        + " KUBE_API_TEST_DIR to a folder that has k8s/<version>-<os>-<architecture>/ with the three.";
  }

  KubeAPIServerConfig configuration(Duration starting) {
    return KubeAPIServerConfigBuilder.anAPIServerConfig()
        .withTestDir(folder.toString())
        .withOfflineMode(!mayBeDownloaded)
        .withUpdateKubeConfig(false)
        .withStartupTimeout((int) starting.toMillis())
        .build();
  }

  Path kubectl() {
    try (Stream<Path> found = Files.list(folder.resolve("k8s"))) {
      return found
          .map(version -> version.resolve("kubectl"))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IllegalStateException(howToGetThem()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private boolean isThere() {
    var versions = folder.resolve("k8s");
    if (!Files.isDirectory(versions)) {
      return false;
    }
    try (Stream<Path> found = Files.list(versions)) {
      return found.anyMatch(version -> Files.isExecutable(version.resolve("kube-apiserver")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
