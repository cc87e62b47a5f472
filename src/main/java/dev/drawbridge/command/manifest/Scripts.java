package dev.drawbridge.command.manifest;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMaps of scripts that a Migration names: from the files beside it, or from folders that
 * take their place.
 */
public record Scripts(Map<String, ConfigMap> configMaps) {

  /**
   * All that {@code source} needs.
   *
   * @param folders by the name of the ConfigMap whose place they take
   * @param only the folder that takes the place of the only one that is not there otherwise
   */
  static Scripts of(Source source, Map<String, Path> folders, @Nullable Path only) throws Unusable {
    var wanted = source.migration().getSpec().configMaps();
    var found = new TreeMap<>(source.configMaps());
    for (var folder : folders.entrySet()) {
      if (!wanted.contains(folder.getKey())) {
        throw new Unusable(
            "Migration %s names no ConfigMap %s%s."
                .formatted(source.name(), folder.getKey(), butThese(wanted)));
      }
      found.put(folder.getKey(), read(folder.getKey(), folder.getValue(), source));
    }
    if (only != null) {
      var name = place(source, wanted, folders);
      found.put(name, read(name, only, source));
    }
    found.keySet().retainAll(wanted);
    for (var name : wanted) {
      PlainName.require(name, "A ConfigMap");
      if (!found.containsKey(name)) {
        throw new Unusable(
            "ConfigMap %s, which holds scripts, is not in the files. Add its file with -f, or the folder of its scripts with --config-map %s=FOLDER."
                .formatted(name, name));
      }
    }
    requirePlainNames(found.values());
    return new Scripts(found);
  }

  private static void requirePlainNames(Collection<ConfigMap> configMaps) throws Unusable {
    for (var configMap : configMaps) {
      for (var key : orEmpty(configMap.getData()).keySet()) {
        PlainName.require(key, "A file of ConfigMap " + configMap.getMetadata().getName());
      }
      for (var key : orEmpty(configMap.getBinaryData()).keySet()) {
        PlainName.require(key, "A file of ConfigMap " + configMap.getMetadata().getName());
      }
    }
  }

  private static String butThese(List<String> wanted) {
    return wanted.isEmpty() ? "" : ", but " + String.join(", ", wanted);
  }

  private static String place(Source source, List<String> wanted, Map<String, Path> folders)
      throws Unusable {
    var open = wanted.stream().filter(name -> !folders.containsKey(name)).toList();
    if (open.size() == 1) {
      return open.getFirst();
    }
    throw new Unusable(
        "--scripts takes the place of one ConfigMap, but Migration %s names %s. Write --config-map NAME=FOLDER for each."
            .formatted(
                source.name(), open.isEmpty() ? "none that is open" : String.join(", ", open)));
  }

  /** As kubectl makes a ConfigMap of a folder. It is of whatever release the spec names. */
  private static ConfigMap read(String name, Path folder, Source source) throws Unusable {
    if (!Files.isDirectory(folder)) {
      throw new Unusable("%s, for ConfigMap %s, is not a folder.".formatted(folder, name));
    }
    var contents = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Scripts::isContent).toList()) {
        var bytes = Files.readAllBytes(file);
        contents.put(file.getFileName().toString(), Base64.getEncoder().encodeToString(bytes));
      }
    } catch (IOException unreadable) {
      throw new Unusable("%s cannot be read: %s".formatted(folder, unreadable.getMessage()));
    }
    var release = source.migration().getSpec().release();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(release == null ? Map.of() : Map.of(Markers.RELEASE_ANNOTATION, release))
        .endMetadata()
        .withBinaryData(contents)
        .build();
  }

  private static boolean isContent(Path file) {
    return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
  }

  /** Writes each into a folder of its name, as a kubelet mounts it. */
  public void write(Path directory) throws IOException {
    for (var name : configMaps.keySet()) {
      var folder = Files.createDirectories(directory.resolve(name));
      for (var file : contents(name).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }

  /** The files of the ConfigMap {@code name}, by their names. */
  public SortedMap<String, byte[]> contents(String name) {
    var configMap = Objects.requireNonNull(configMaps.get(name), name);
    var contents = new TreeMap<String, byte[]>();
    orEmpty(configMap.getData())
        .forEach((file, text) -> contents.put(file, text.getBytes(StandardCharsets.UTF_8)));
    orEmpty(configMap.getBinaryData())
        .forEach((file, encoded) -> contents.put(file, Base64.getDecoder().decode(encoded)));
    return contents;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> texts) {
    return Objects.requireNonNullElse(texts, Map.of());
  }
}
