package dev.drawbridge.decide;

import dev.drawbridge.api.MigrateStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the files in ConfigMaps of scripts, as far as somebody had to look.
 *
 * @param ofConfigMaps from the name of each ConfigMap that is there to its keys
 */
public record ScriptFiles(Map<String, List<String>> ofConfigMaps) {

  /** Nobody has looked. */
  public static final ScriptFiles UNKNOWN = new ScriptFiles(Map.of());

  public ScriptFiles {
    ofConfigMaps = Map.copyOf(ofConfigMaps);
  }

  /** The files that {@code step} is given; empty if not all of them are known. */
  Optional<List<String>> of(MigrateStep.Flyway step) {
    if (step.image() != null || !ofConfigMaps.keySet().containsAll(step.configMaps())) {
      return Optional.empty();
    }
    var files = new ArrayList<>(step.inline().keySet());
    step.configMaps().forEach(name -> files.addAll(ofConfigMaps.getOrDefault(name, List.of())));
    return Optional.of(List.copyOf(files));
  }
}
