package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples whose tools are in PostgreSQL's own image, in real containers. */
@Tag("cluster")
class ToolExamplesClusterIT {

  private final Scene scene = new Scene(Cluster.shared());

  @AfterEach
  void clear() {
    scene.close();
  }

  /** The database as it is before, and the example with the images of this suite. */
  private void apply(String example, String secret) throws IOException {
    var folder = Path.of("manifests", "examples", example);
    scene.secret(secret);
    scene.query(
        "set role \"%s\"; %s"
            .formatted(scene.namespace(), Files.readString(folder.resolve("before.sql"))));
    var images = scene.cluster().images();
    scene.apply(
        Files.readString(folder.resolve(example + ".yaml"))
            .replace("postgres:18", images.postgres())
            .replace("busybox:1.37", images.app()));
  }

  @Test
  void stateIsConsolidated() throws IOException {
    apply("consolidation", "pipeline-db");

    scene.awaitVerified("pipeline");

    assertThat(scene.query("select count(*) from content_item_pipeline_state")).isEqualTo("1000");
    scene.awaitPodOf("pipeline");
    var cleanup = Path.of("manifests", "examples", "consolidation", "cleanup", "cleanup.yaml");
    scene.apply(Files.readString(cleanup).replace("soak: 24h", "soak: 1s"));
    scene.awaitVerified("pipeline-cleanup");
    assertThat(scene.query("select to_regclass('transcode_state')")).isEmpty();
  }

  @Test
  void sameImageMigrates() throws IOException {
    apply("same-image", "shop-db");

    var status = scene.awaitVerified("shop");

    assertThat(Objects.requireNonNull(status.verified()).releases()).containsExactly("4f2c1e9");
    scene.awaitPodOf("shop");
  }

  @Test
  void alembicTakesTheQueueToItsHeadAndBack() throws IOException {
    var alembic = scene.cluster().images().alembic();
    scene.secret("queue-db");
    new ShellPod(scene, "by-hand", alembic)
        .run(
            """
            printf '[drawbridge]\\nhost=%s\\ndbname=%s\\nuser=%s\\npassword=%s\\n' >/tmp/service
            cd /app && PGSERVICEFILE=/tmp/service alembic upgrade 7c41d0e5a2b3
            """
                .formatted(
                    scene.cluster().postgres().host(),
                    scene.namespace(),
                    scene.namespace(),
                    PostgresPod.password(scene.namespace())));

    applyAlembic("alembic.yaml", alembic);

    assertThat(Objects.requireNonNull(scene.awaitVerified("queue").verified()).version())
        .isEqualTo("ae1027a6acf0");
    scene.awaitPodOf("queue-worker");
    applyAlembic("back/downgrade.yaml", alembic);
    new AppliedRollback(scene, "queue-downgrade").awaitBack("queue-worker");
    assertThat(scene.query("select version_num from alembic_version")).isEqualTo("7c41d0e5a2b3");
  }

  private void applyAlembic(String file, String image) throws IOException {
    scene.apply(
        Files.readString(Path.of("manifests", "examples", "alembic").resolve(file))
            .replace("registry.example.com/queue-migrations:7", image)
            .replace("busybox:1.37", scene.cluster().images().app()));
  }

  @Test
  void sameImageFailsClosedWhereTheSchemaIsAnother() throws IOException {
    scene.query("create table shop_schema (version int); insert into shop_schema values (3)");
    scene.query("grant select on shop_schema to \"%s\"".formatted(scene.namespace()));
    scene.secret("shop-db");
    var images = scene.cluster().images();
    scene.apply(
        Files.readString(Path.of("manifests", "examples", "same-image", "same-image.yaml"))
            .replace("postgres:18", images.postgres()));

    scene.awaitFailed("shop", Reason.PREFLIGHT_FAILED);

    assertThat(scene.findDeployment("shop").getSpec().getPaused()).isTrue();
  }
}
