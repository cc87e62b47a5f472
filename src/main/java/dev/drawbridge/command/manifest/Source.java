package dev.drawbridge.command.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.SpecDraft;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What files say of a run: the Migration, and the ConfigMaps beside it.
 *
 * @param spec as it is written, so that a field that nobody knows is not lost
 */
public record Source(Migration migration, ObjectNode spec, Map<String, ConfigMap> configMaps) {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** The Migration {@code name}, or the only one, of files and folders. */
  static Source read(List<Path> places, Optional<String> name) throws Unusable {
    var manifests = new ArrayList<Manifest>();
    for (var place : places) {
      manifests.addAll(Manifests.at(place));
    }
    var manifest = migration(manifests, name);
    if (!(tree(manifest).path("spec") instanceof ObjectNode spec)) {
      throw new Unusable("%s: %s has no spec.".formatted(manifest.file(), manifest));
    }
    return new Source(manifest.as(Migration.class), spec, configMaps(manifests));
  }

  private static JsonNode tree(Manifest manifest) {
    return SERIALIZATION.convertValue(manifest.resource(), JsonNode.class);
  }

  private static Manifest migration(List<Manifest> manifests, Optional<String> name)
      throws Unusable {
    var all = manifests.stream().filter(one -> one.is("Migration")).toList();
    var wanted = all.stream().filter(one -> name.map(one::isNamed).orElse(true)).toList();
    if (wanted.size() == 1) {
      return wanted.getFirst();
    }
    var names =
        all.stream()
            .map(one -> one.resource().getMetadata().getName())
            .collect(Collectors.joining(", "));
    if (wanted.size() > 1) {
      throw new Unusable(
          "The files have several Migrations (%s). Name one with --migration.".formatted(names));
    }
    throw new Unusable(
        names.isEmpty()
            ? "The files have no Migration. Name the file that has it with -f."
            : "The files have no Migration %s, but %s.".formatted(name.orElse(""), names));
  }

  private static Map<String, ConfigMap> configMaps(List<Manifest> manifests) throws Unusable {
    var found = new TreeMap<String, ConfigMap>();
    for (var manifest : manifests) {
      if (manifest.is("ConfigMap")) {
        var name = manifest.resource().getMetadata().getName();
        if (found.put(name, manifest.as(ConfigMap.class)) != null) {
          throw new Unusable("The files have ConfigMap %s twice.".formatted(name));
        }
      }
    }
    return found;
  }

  /** The same without what only a cluster can do: to write a backup to a claim. */
  public Source withoutBackup() {
    var less = new Migration();
    less.setMetadata(migration.getMetadata());
    less.setSpec(SpecDraft.of(migration.getSpec()).backup(null).spec());
    var written = spec.deepCopy();
    written.remove("backup");
    return new Source(less, written, configMaps);
  }

  public String name() {
    return migration.getMetadata().getName();
  }
}
