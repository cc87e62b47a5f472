package dev.drawbridge.sandbox.node;

import dev.drawbridge.command.manifest.References;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container would see, for a process that sees the whole machine: a folder that stands for
 * its root, with a link for each mount, and paths rewritten into it.
 */
final class ContainerView {

  private final Pod pod;
  private final Container container;
  private final Path root;
  private final Volumes volumes;

  ContainerView(Pod pod, Container container, Path root, Volumes volumes) {
    this.pod = pod;
    this.container = container;
    this.root = root;
    this.volumes = volumes;
  }

  void create() {
    try {
      for (var mount : container.getVolumeMounts()) {
        var path = inside(mount.getMountPath());
        Folders.createAround(path);
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, source(mount));
      }
      Folders.createAround(terminationFile());
      Files.deleteIfExists(terminationFile());
      Files.createFile(terminationFile());
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot lay out container " + container.getName(), refused);
    }
  }

  private Path source(VolumeMount mount) {
    var folder = volumes.folderOf(mount.getName()).toAbsolutePath();
    var below = mount.getSubPath();
    // As a kubelet does, it makes what is not there yet.
    return below == null || below.isEmpty() ? folder : Folders.create(folder.resolve(below));
  }

  private Path inside(String path) {
    return root.resolve(path.replaceFirst("^/+", ""));
  }

  Path terminationFile() {
    return inside(
        Optional.ofNullable(container.getTerminationMessagePath()).orElse("/dev/termination-log"));
  }

  /** A word of the command or an argument, as the process gets it. */
  String word(String word) {
    return rewritten(References.resolved(word, environment()));
  }

  /** Where {@code path} is for the process: a mount, something in one, or a folder of mounts. */
  String rewritten(String path) {
    var isMounted =
        path.length() > 1
            && path.startsWith("/")
            && (path.equals(container.getTerminationMessagePath())
                || container.getVolumeMounts().stream()
                    .map(VolumeMount::getMountPath)
                    .anyMatch(mount -> isWithin(path, mount) || isWithin(mount, path)));
    return isMounted ? inside(path).toString() : path;
  }

  private static boolean isWithin(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /** The folder that is mounted at {@code mountPath}, if one is. */
  Optional<Path> mountedAt(String mountPath) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getMountPath().equals(mountPath))
        .map(mount -> inside(mountPath))
        .findFirst();
  }

  Map<String, String> environment() {
    var variables = new LinkedHashMap<String, String>();
    for (var variable : container.getEnv()) {
      var value = value(variable, variables);
      if (value != null) {
        variables.put(variable.getName(), rewritten(value));
      }
    }
    return variables;
  }

  private @Nullable String value(EnvVar variable, Map<String, String> known) {
    if (variable.getValueFrom() == null) {
      var text = Optional.ofNullable(variable.getValue()).orElse("");
      return References.resolved(text, known);
    }
    var secret = variable.getValueFrom().getSecretKeyRef();
    if (secret != null) {
      return volumes.secretValue(secret.getName(), secret.getKey());
    }
    var field = variable.getValueFrom().getFieldRef();
    if (field == null) {
      throw new IllegalArgumentException(
          "variable %s: this node knows values, fieldRef and secretKeyRef only"
              .formatted(variable.getName()));
    }
    return switch (field.getFieldPath()) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> Node.NAME;
      default ->
          throw new IllegalArgumentException(
              "variable %s: this node does not know the field %s"
                  .formatted(variable.getName(), field.getFieldPath()));
    };
  }
}
