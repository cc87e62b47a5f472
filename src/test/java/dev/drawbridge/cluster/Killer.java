package dev.drawbridge.cluster;

import static org.awaitility.Awaitility.await;

/**
 * Kills the runner's process from its node, by a privileged pod that sees the node's processes: a
 * container's first process cannot be killed from inside.
 */
final class Killer {

  private Killer() {}

  /** Sends SIGKILL to the runner of the run {@code id}. */
  static void kill(Scene scene, String id) {
    var node = scene.runPods().getFirst().getSpec().getNodeName();
    scene.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: killer}
        spec:
          nodeName: "%s"
          hostPID: true
          restartPolicy: Never
          terminationGracePeriodSeconds: 0
          containers:
          - name: killer
            image: "%s"
            imagePullPolicy: IfNotPresent
            securityContext: {privileged: true}
            command:
            - sh
            - -c
            - |
              for process in /proc/[0-9]*; do
                if tr '\\0' '\\n' < $process/environ 2>/dev/null | grep -q '^DRAWBRIDGE_.*=%s$'; then
                  kill -9 ${process#/proc/} && exit 0
                fi
              done
              exit 1
        """
            .formatted(node, scene.cluster().images().app(), id));
    await("the runner's death").atMost(Scene.PATIENCE).until(() -> hasKilled(scene));
  }

  private static boolean hasKilled(Scene scene) {
    var pods = scene.cluster().client().pods().inNamespace(scene.namespace());
    return "Succeeded".equals(pods.withName("killer").get().getStatus().getPhase());
  }
}
