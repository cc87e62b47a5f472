package dev.drawbridge.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A pod in which somebody does something by hand.
 *
 * @param volumes what it mounts, as YAML of volumes, at {@code /data}
 */
record ShellPod(Scene scene, String name, String image, String volumes) {

  private static final List<String> NOT_PULLED =
      List.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName");

  ShellPod(Scene scene, String name, String image) {
    this(scene, name, image, "[{name: data, emptyDir: {}}]");
  }

  ShellPod mounting(String claim) {
    var volume = "[{name: data, persistentVolumeClaim: {claimName: %s}}]".formatted(claim);
    return new ShellPod(scene, name, image, volume);
  }

  /**
   * Runs {@code script} to its end, which must be a good one. If the image is not to be had, the
   * test is left out.
   *
   * @return what it wrote
   */
  String run(String script) {
    scene.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s}
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 1
          containers:
          - name: shell
            image: "%s"
            imagePullPolicy: IfNotPresent
            command: [sh, -ec]
            args:
            - |
        %s
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: %s
        """
            .formatted(name, image, script.indent(6).stripTrailing(), volumes));
    var pods = scene.cluster().client().pods().inNamespace(scene.namespace()).withName(name);
    var ended =
        await("pod " + name)
            .atMost(Scene.PATIENCE)
            .until(pods::get, now -> phase(now).isPresent() || isNotPulled(now));
    Assumptions.assumeFalse(isNotPulled(ended), () -> "left out, no such image: " + image);
    var log = pods.getLog();
    assertThat(phase(ended)).as(log).contains("Succeeded");
    return log.strip();
  }

  private static Optional<String> phase(Pod pod) {
    return Optional.of(pod.getStatus().getPhase())
        .filter(phase -> List.of("Succeeded", "Failed").contains(phase));
  }

  private static boolean isNotPulled(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .flatMap(ShellPod::waiting)
        .anyMatch(waiting -> NOT_PULLED.contains(waiting.getReason()));
  }

  private static Stream<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Stream.ofNullable(status.getState().getWaiting());
  }
}
