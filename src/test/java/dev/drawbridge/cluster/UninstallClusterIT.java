package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of the suite: the documented uninstall leaves nothing, and keeps nothing. */
@Tag("cluster")
@Order(Integer.MAX_VALUE)
class UninstallClusterIT {

  @Test
  void uninstallLeavesNothingAndNamespacesCanBeDeleted() {
    var cluster = Cluster.shared();
    var scene = new Scene(cluster);
    scene.migrate(Map.of("V1__one.sql", "create table one (); select pg_sleep(5)"));
    scene.awaitStatement("pg_sleep");

    cluster.installation().uninstall();

    await().atMost(Scene.PATIENCE).until(() -> cluster.installation().remains().isEmpty());
    assertThat(scene.history()).isEqualTo("1:true");
    scene.close();
    cluster.postgres().remove();
    await()
        .atMost(Scene.PATIENCE)
        .until(() ->
            cluster.client().namespaces().list().getItems().stream()
                .noneMatch(one -> one.getMetadata().getName().startsWith(PostgresPod.PREFIX)));
  }
}
