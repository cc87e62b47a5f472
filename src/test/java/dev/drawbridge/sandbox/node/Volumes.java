package dev.drawbridge.sandbox.node;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The volumes of one pod, each a folder: Secrets and ConfigMaps laid out as a kubelet does it. */
final class Volumes {

  private static final String DATA = "..data";

  private final KubernetesClient client;
  private final Pod pod;
  private final Path folder;
  private final Path claims;

  /**
   * @param claims for the claims of the pod's namespace, each a folder that outlives the pod
   */
  Volumes(KubernetesClient client, Pod pod, Path folder, Path claims) {
    this.client = client;
    this.pod = pod;
    this.folder = folder;
    this.claims = claims;
  }

  /** What a volume needs is not there. The message is a kubelet's. */
  static final class NotMountable extends Exception {
    private static final long serialVersionUID = 1L;

    NotMountable(String volume, String why) {
      super("MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volume, why));
    }
  }

  /** A claim's is the same for all pods that mount it. */
  Path folderOf(String volume) {
    return pod.getSpec().getVolumes().stream()
        .filter(one -> one.getName().equals(volume) && one.getPersistentVolumeClaim() != null)
        .findFirst()
        .map(one -> claims.resolve(one.getPersistentVolumeClaim().getClaimName()))
        .orElseGet(() -> folder.resolve(volume));
  }

  void mountAll() throws NotMountable {
    for (var volume : pod.getSpec().getVolumes()) {
      mount(volume);
    }
  }

  private void mount(Volume volume) throws NotMountable {
    var name = volume.getName();
    if (volume.getSecret() != null) {
      var source = volume.getSecret();
      var files = secret(name, source.getSecretName(), isTrue(source.getOptional()));
      write(name, chosen(name, "secret", files, source.getItems()));
    } else if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      var files = configMap(name, source.getName(), isTrue(source.getOptional()));
      write(name, chosen(name, "configmap", files, source.getItems()));
    } else if (volume.getPersistentVolumeClaim() != null) {
      claim(name, volume.getPersistentVolumeClaim().getClaimName());
    } else if (volume.getEmptyDir() != null) {
      Folders.create(folderOf(name));
    } else {
      throw new NotMountable(name, "this node knows Secrets, ConfigMaps, claims and emptyDir only");
    }
  }

  /** What a Secret holds for this key. */
  String secretValue(String secret, String key) {
    try {
      var value = secret(secret, secret, false).get(key);
      return new String(Objects.requireNonNull(value, key), StandardCharsets.UTF_8);
    } catch (NotMountable missing) {
      throw new IllegalStateException(missing);
    }
  }

  private void claim(String volume, String name) throws NotMountable {
    if (client.persistentVolumeClaims().inNamespace(namespace()).withName(name).get() == null) {
      throw new NotMountable(volume, "persistentvolumeclaim \"%s\" not found".formatted(name));
    }
    Folders.create(folderOf(volume));
  }

  private Map<String, byte[]> secret(String volume, String name, boolean optional)
      throws NotMountable {
    var secret = client.secrets().inNamespace(namespace()).withName(name).get();
    if (secret == null && !optional) {
      throw new NotMountable(volume, "secret \"%s\" not found".formatted(name));
    }
    var files = new HashMap<String, byte[]>();
    if (secret != null && secret.getData() != null) {
      secret.getData().forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    }
    return files;
  }

  private Map<String, byte[]> configMap(String volume, String name, boolean optional)
      throws NotMountable {
    var map = client.configMaps().inNamespace(namespace()).withName(name).get();
    if (map == null && !optional) {
      throw new NotMountable(volume, "configmap \"%s\" not found".formatted(name));
    }
    var files = new HashMap<String, byte[]>();
    if (map != null) {
      map.getData().forEach((key, text) -> files.put(key, text.getBytes(StandardCharsets.UTF_8)));
      map.getBinaryData()
          .forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
    }
    return files;
  }

  private static Map<String, byte[]> chosen(
      String volume, String kind, Map<String, byte[]> files, List<KeyToPath> items)
      throws NotMountable {
    if (items.isEmpty()) {
      return files;
    }
    var chosen = new HashMap<String, byte[]>();
    for (var item : items) {
      var content = files.get(item.getKey());
      if (content == null) {
        throw new NotMountable(
            volume, "references non-existent %s key: %s".formatted(kind, item.getKey()));
      }
      chosen.put(item.getPath(), content);
    }
    return chosen;
  }

  /** A folder for the contents, one link to it, and a link through that one for each file. */
  private void write(String volume, Map<String, byte[]> files) {
    try {
      var target = Folders.create(folderOf(volume));
      var contents = Folders.create(target.resolve("..contents"));
      Files.deleteIfExists(target.resolve(DATA));
      Files.createSymbolicLink(target.resolve(DATA), contents.getFileName());
      for (var file : files.entrySet()) {
        var path = contents.resolve(file.getKey());
        Folders.createAround(path);
        Files.write(path, file.getValue());
        var first = Path.of(file.getKey()).getName(0);
        Files.deleteIfExists(target.resolve(first));
        Files.createSymbolicLink(target.resolve(first), Path.of(DATA).resolve(first));
      }
    } catch (IOException refused) {
      throw new java.io.UncheckedIOException("cannot write volume " + volume, refused);
    }
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
