package dev.drawbridge.command.local;

import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run on this machine is made of, as options: for every command that starts one. */
final class RunOptions {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description =
          "a file or a folder of manifests: the Migration, and the ConfigMaps that it names; may be repeated")
  private List<Path> files = List.of();

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "which Migration, if the files have several")
  private @Nullable String name;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "the database, as postgresql://user@host:5432/name or jdbc:postgresql://host:5432/name?user=…, in the place of the Secret. A password need not be in it: PGPASSWORD and the password file (PGPASSFILE, ~/.pgpass) are looked at as well")
  private @Nullable String url;

  @Option(
      names = "--password-stdin",
      description = "the password is the first line of standard input")
  private boolean readsPassword;

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
          "a folder of scripts in the place of what the image has at flyway.image.path: images are not pulled here; may be repeated")
  private Map<String, Path> images = Map.of();

  /** The run that they mean, in which nothing has been done yet. */
  LocalRun resolve(Terminal terminal) throws Unusable {
    if (files.isEmpty()) {
      throw new Unusable("Name the file of the Migration: -f migration.yaml");
    }
    if (url == null) {
      throw new Unusable(
          "Name the database: --database-url postgresql://user@host:5432/name. The Secret that the Migration names is in the cluster, and is not read.");
    }
    var source = Source.read(files, Optional.ofNullable(name));
    Fitness.requireUnderstood(source.migration().getSpec());
    Fitness.requireServer(source.migration().getSpec());
    var folders = Fitness.images(source.migration().getSpec(), images);
    var content = Scripts.of(source, configMaps, scripts);
    var access = DatabaseAccess.of(url, password(terminal), terminal.environment());
    return LocalRun.of(source, content, folders, access, terminal);
  }

  private Optional<String> password(Terminal terminal) throws Unusable {
    if (!readsPassword) {
      return Optional.empty();
    }
    try {
      var input =
          new BufferedReader(new InputStreamReader(terminal.input(), StandardCharsets.UTF_8));
      var line = input.readLine();
      if (line == null) {
        throw new Unusable("--password-stdin: standard input is empty.");
      }
      return Optional.of(line);
    } catch (IOException unreadable) {
      throw new Unusable("--password-stdin: standard input cannot be read.");
    }
  }
}
