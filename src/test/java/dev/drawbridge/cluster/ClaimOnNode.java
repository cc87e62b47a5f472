package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * A volume for one claim of a scene: a folder of the first node, since a cluster may have nobody
 * who makes volumes. Pods that mount the claim all come to that node.
 */
record ClaimOnNode(Scene scene, String claim) implements AutoCloseable {

  /** The volume; the claim itself is the example's. */
  static ClaimOnNode create(Scene scene, String claim) {
    var created = new ClaimOnNode(scene, claim);
    scene.cluster().client().resource(created.volume()).create();
    return created;
  }

  private String name() {
    return scene.namespace() + "-" + claim;
  }

  private PersistentVolume volume() {
    var node =
        scene.cluster().client().nodes().list().getItems().getFirst().getMetadata().getLabels();
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s, labels: {app.kubernetes.io/part-of: drawbridge-suite}}
        spec:
          storageClassName: ""
          capacity: {storage: 1Gi}
          accessModes: [ReadWriteOnce]
          persistentVolumeReclaimPolicy: Retain
          claimRef: {namespace: %2$s, name: %3$s}
          hostPath: {path: /tmp/drawbridge-suite/%1$s, type: DirectoryOrCreate}
          nodeAffinity:
            required:
              nodeSelectorTerms:
              - matchExpressions:
                - {key: kubernetes.io/hostname, operator: In, values: ["%4$s"]}
        """
            .formatted(name(), scene.namespace(), claim, node.get("kubernetes.io/hostname")),
        PersistentVolume.class);
  }

  /** The example's claim, told to ask nobody for a volume. */
  String bound(String manifest) {
    var spec = "spec:\n  accessModes: [ReadWriteOnce]\n";
    assertThat(manifest).contains(spec);
    return manifest.replace(
        spec, spec + "  storageClassName: \"\"\n  volumeName: " + name() + "\n");
  }

  /**
   * Runs a shell as root in a pod that has the claim at {@code /data}, to its end. If the image is
   * not to be had, the test is left out.
   *
   * @return what it wrote
   */
  String shell(String pod, String image, String script) {
    return new ShellPod(scene, pod, image).mounting(claim).run(script);
  }

  /** Empties the folder, and takes the volume away. */
  @Override
  public void close() {
    try {
      shell("clear", scene.cluster().images().app(), "find /data -mindepth 1 -delete");
    } finally {
      scene.cluster().client().resource(volume()).delete();
    }
  }
}
