package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.RollbackStatus;

/** A Rollback that somebody has applied. */
record AppliedRollback(Scene scene, String name) {

  RollbackStatus awaitEnd() {
    var rollbacks =
        scene.cluster().client().resources(Rollback.class).inNamespace(scene.namespace());
    return await("Rollback " + name)
        .atMost(Scene.PATIENCE)
        .until(() -> rollbacks.withName(name).get().statusOrNone(), RollbackStatus::isOver);
  }

  /** It ends well, and {@code deployment}, which has no release before this one, is held. */
  void awaitBack(String deployment) {
    var status = awaitEnd();
    assertThat(status.phase()).as(status.toString()).isEqualTo(Phase.ROLLED_BACK);
    await(deployment + " is held")
        .atMost(Scene.PATIENCE)
        .until(() -> Boolean.TRUE.equals(scene.findDeployment(deployment).getSpec().getPaused()));
  }
}
