package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.report.Reason;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples whose database is a file, on a real volume. */
@Tag("cluster")
class SqliteExamplesClusterIT {

  /** A new folder of a node is root's; fsGroup changes nothing there. */
  private static final String OWN = "chown -R 65532:65532 /data && chmod -R ug+rwX /data";

  private final Scene scene = new Scene(Cluster.shared());
  private @Nullable ClaimOnNode claim;

  @AfterEach
  void clear() {
    try {
      if (claim != null) {
        claim.close();
      }
    } finally {
      scene.close();
    }
  }

  private ClaimOnNode bind(String example, String name) throws IOException {
    var created = ClaimOnNode.create(scene, name);
    claim = created;
    scene.apply(created.bound(manifest(example, "claim.yaml")));
    return created;
  }

  private String manifest(String example, String file) throws IOException {
    var images = scene.cluster().images();
    return Files.readString(Path.of("manifests", "examples", example, file))
        .replace("busybox:1.37", images.app())
        .replace("python:3.14-slim", images.python());
  }

  private void apply(String example, String... files) throws IOException {
    for (var file : files) {
      scene.apply(manifest(example, file));
    }
  }

  @Test
  void tableIsAddedToAFileThatItsRunMakes() throws IOException {
    var data = bind("content-pipeline", "content-data");
    data.shell("own", scene.cluster().images().app(), OWN);

    apply("content-pipeline", "configmap.yaml", "migration.yaml", "deployment.yaml");

    var status = scene.awaitVerified("content-pipeline");
    assertThat(Objects.requireNonNull(status.verified()).applied()).containsExactly("1", "2");
    scene.awaitPodOf("content-worker");
    assertThat(data.shell("look", scene.cluster().images().app(), "ls -l /data/data/content.db"))
        .startsWith("-rw-rw");
    rollBack("content-pipeline", "disable", "content-worker");
  }

  private void rollBack(String example, String how, String deployment) throws IOException {
    var file = manifest(example, "back/" + how + ".yaml");
    scene.apply(file);
    var name = Serialization.unmarshal(file, Rollback.class).getMetadata().getName();
    new AppliedRollback(scene, name).awaitBack(deployment);
  }

  @Test
  void folderOfSomebodyElseIsRefusedUntilItsRightsAreOurs() throws IOException {
    var data = bind("content-pipeline", "content-data");

    apply("content-pipeline", "configmap.yaml", "migration.yaml", "deployment.yaml");

    assertThat(scene.awaitFailed("content-pipeline", Reason.MISSING_RIGHT).message())
        .contains("spec.pod.securityContext");
    assertThat(scene.findDeployment("content-worker").getSpec().getPaused()).isTrue();
    data.shell("own", scene.cluster().images().app(), OWN);
    scene.retry("content-pipeline");
    scene.awaitVerified("content-pipeline");
  }

  /** The jobs as they are before, and this after it; left out where python3 is not to be had. */
  private ClaimOnNode jobs(String more) throws IOException {
    var data = bind("queue-sqlite", "jobs-data");
    var sql = Files.readString(Path.of("manifests", "examples", "queue-sqlite", "before.sql"));
    python(data, "before", sql + more);
    return data;
  }

  private void python(ClaimOnNode data, String pod, String sql) {
    var program =
        "import sqlite3, sys; sqlite3.connect('/data/jobs.db').executescript(sys.stdin.read())";
    data.shell(
        pod,
        scene.cluster().images().python(),
        "python3 -c \"%s\" <<'END'\n%s\nEND\n%s".formatted(program, sql, OWN));
  }

  @Test
  void workInFlightIsMoved() throws IOException {
    jobs("");

    apply("queue-sqlite", "sql.yaml", "tools.yaml", "migration.yaml", "deployment.yaml");

    var status = scene.awaitVerified("jobs");
    assertThat(Objects.requireNonNull(status.run()).timeline())
        .anyMatch(entry -> "50 jobs".equals(entry.message()));
    scene.awaitPodOf("jobs-worker");
  }

  /** Undone, put back from the backup, or left as it is. */
  @ParameterizedTest
  @CsvSource({"planned, 0", "restore, 0", "emergency, 50"})
  void workComesBack(String how, int moved) throws IOException {
    var data = jobs("");
    apply("queue-sqlite", "sql.yaml", "tools.yaml", "migration.yaml", "deployment.yaml");
    scene.awaitVerified("jobs");
    scene.awaitPodOf("jobs-worker");

    rollBack("queue-sqlite", how, "jobs-worker");

    var look =
        """
        python3 - <<'END'
        import sqlite3
        jobs = sqlite3.connect('/data/jobs.db')
        print(*jobs.execute("SELECT count(*) FROM job WHERE status = 'moved'").fetchone())
        END
        """;
    assertThat(data.shell("look", scene.cluster().images().python(), look))
        .isEqualTo(String.valueOf(moved));
  }

  @Test
  void jobThatCannotBeMovedKeepsAllOfThemWhereTheyAre() throws IOException {
    var data = jobs("update job set payload = 'order 100' where id = 100;");

    apply("queue-sqlite", "sql.yaml", "tools.yaml", "migration.yaml", "deployment.yaml");

    assertThat(scene.awaitFailed("jobs", Reason.PREFLIGHT_FAILED).message())
        .contains("100: CHECK constraint failed", "Nothing was applied");
    assertThat(scene.findDeployment("jobs-worker").getSpec().getPaused()).isTrue();
    python(data, "correct", "update job set payload = '{}' where id = 100;");
    scene.retry("jobs");
    scene.awaitVerified("jobs");
    scene.awaitPodOf("jobs-worker");
  }
}
