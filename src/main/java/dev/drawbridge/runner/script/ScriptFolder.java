package dev.drawbridge.runner.script;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.MountedFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mounted ConfigMaps and images, read once. What is run is this copy in memory, and it is only
 * handed out if it is what the run was started for.
 */
public final class ScriptFolder {

  private final Path directory;
  private final Map<String, String> digests;
  private final boolean isFirst;
  private final Journal journal;

  /**
   * @param isFirst whether nothing of the run has been done yet
   */
  public ScriptFolder(
      Path directory, Map<String, String> digests, boolean isFirst, Journal journal) {
    this.directory = directory;
    this.digests = digests;
    this.isFirst = isFirst;
    this.journal = journal;
  }

  /** The files of the step at {@code index}, by source, then by file name. */
  public Map<String, Map<String, byte[]>> read(MigrateStep.Flyway step, int index) {
    var sources = new LinkedHashMap<String, Map<String, byte[]>>();
    for (var configMap : step.configMaps()) {
      sources.put("ConfigMap " + configMap, readConfigMap(configMap));
    }
    if (step.image() != null) {
      var mount = directory.resolve(RunnerInput.imageFolder(index));
      sources.put(
          "image " + step.image().reference(),
          new ScriptImage(step.image(), mount)
              .read(isFirst ? Optional.of(journal) : Optional.empty()));
    }
    if (!step.inline().isEmpty()) {
      var inline = new TreeMap<String, byte[]>();
      step.inline()
          .forEach((file, text) -> inline.put(file, text.getBytes(StandardCharsets.UTF_8)));
      sources.put("inline", inline);
    }
    return sources;
  }

  private Map<String, byte[]> readConfigMap(String configMap) {
    MountedFolder.sizes(directory.resolve(configMap)).forEach(ScriptSize::refuse);
    var files = MountedFolder.read(directory.resolve(configMap));
    if (!ContentDigest.of(files).equals(digests.get(configMap))) {
      throw Ending.refused(
              Reason.INPUTS_CHANGED,
              "ConfigMap %s was changed after this run had been started.".formatted(configMap),
              "A new run is started for what it holds now.")
          .asException();
    }
    return files;
  }
}
