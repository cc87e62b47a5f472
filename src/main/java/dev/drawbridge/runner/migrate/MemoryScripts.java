package dev.drawbridge.runner.migrate;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.runner.script.Script;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Gives Flyway the scripts from memory. A script that must run outside a transaction gets the
 * configuration that says so. Undo scripts are kept from it.
 */
final class MemoryScripts implements ResourceProvider {

  private final Map<String, Text> files = new LinkedHashMap<>();

  MemoryScripts(List<Script> scripts) {
    for (var script : scripts) {
      if (script.name().kind() == ScriptName.Kind.UNDO) {
        continue;
      }
      files.put(script.file(), new Text(script.file(), script.text()));
      if (!script.transactional()) {
        var configuration = script.file() + ".conf";
        files.put(configuration, new Text(configuration, "executeInTransaction=false"));
      }
    }
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return files.get(name);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return files.values().stream()
        .filter(file -> file.getFilename().startsWith(prefix))
        .filter(file -> Arrays.stream(suffixes).anyMatch(file.getFilename()::endsWith))
        .map(LoadableResource.class::cast)
        .toList();
  }

  /** A file that is only in memory. */
  private static final class Text extends LoadableResource {

    private final String name;
    private final String text;

    Text(String name, String text) {
      this.name = name;
      this.text = text;
    }

    @Override
    public Reader read() {
      return new StringReader(text);
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return name;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
