package dev.drawbridge.command.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a Migration and its scripts are, as options: for every command that reads them. */
public final class SourceOptions {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description =
          "a file or a folder of manifests: the Migration, and the ConfigMaps that it names; may be"
              + " repeated")
  private List<Path> files = List.of();

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "which Migration, if the files have several")
  private @Nullable String name;

  @Option(
      names = "--scripts",
      paramLabel = "FOLDER",
      description =
          "a folder of scripts in the place of the one ConfigMap that the Migration names")
  private @Nullable Path scripts;

  @Option(
      names = "--config-map",
      paramLabel = "NAME=FOLDER",
      description =
          "a folder of scripts in the place of the ConfigMap of this name; may be repeated")
  private Map<String, Path> configMaps = Map.of();

  @Option(
      names = "--image",
      paramLabel = "IMAGE=FOLDER",
      description =
          "a folder of scripts in the place of what the image has at flyway.image.path: images are"
              + " not pulled here; may be repeated")
  private Map<String, Path> images = Map.of();

  /** Whether manifests are named. */
  public boolean nameManifests() {
    return !files.isEmpty();
  }

  /** Reads what they name, if that is all that a run needs. */
  public Given read() throws Unusable {
    if (files.isEmpty()) {
      throw new Unusable("Name the file of the Migration: -f migration.yaml");
    }
    var source = Source.read(files, Optional.ofNullable(name));
    var spec = source.migration().getSpec();
    Given.requireUnderstood(spec);
    var folders = Given.images(spec, images);
    return new Given(source, Scripts.of(source, configMaps, scripts), folders);
  }
}
