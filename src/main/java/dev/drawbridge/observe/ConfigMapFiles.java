package dev.drawbridge.observe;

import dev.drawbridge.decide.ScriptFiles;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of the files in ConfigMaps. From the API server: the cache keeps no contents, and
 * a Rollback that is refused by what it lacks does not begin later.
 */
record ConfigMapFiles(KubernetesClient client, String namespace) {

  /** What is known of {@code names}: those that are not there are left out. */
  ScriptFiles of(List<String> names) {
    var files = new HashMap<String, List<String>>();
    names.forEach(name -> of(name).ifPresent(keys -> files.put(name, keys)));
    return new ScriptFiles(files);
  }

  private Optional<List<String>> of(String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
        .map(found -> Stream.concat(keys(found.getData()), keys(found.getBinaryData())).toList());
  }

  private static Stream<String> keys(@Nullable Map<String, String> contents) {
    return Objects.requireNonNullElse(contents, Map.<String, String>of()).keySet().stream();
  }
}
