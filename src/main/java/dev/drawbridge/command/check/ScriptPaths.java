package dev.drawbridge.command.check;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.command.manifest.Manifests;
import dev.drawbridge.command.manifest.PlainName;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.Notes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that the command is given: by name, or all of a folder. */
final class ScriptPaths {

  private ScriptPaths() {}

  /**
   * Reads all of {@code paths}, and has a look at each as a file. A folder is taken for one of
   * which a ConfigMap is made, so its names have to be fit for that.
   */
  static FileRules read(List<Path> paths, Notes notes) throws IOException, Unusable {
    var files = new FileRules(notes);
    var all = all(paths);
    requireScripts(paths, all);
    for (var path : all) {
      var problem = PlainName.problem(name(path), "A file of a ConfigMap");
      if (problem.isPresent()) {
        files.refuseName(path.toString(), problem.get());
      } else {
        add(path, files);
      }
    }
    return files;
  }

  /** Has a look at a file, or at those of a folder. */
  static void add(Path place, FileRules files) throws IOException {
    for (var path : Files.isDirectory(place) ? inside(place) : List.of(place)) {
      var label = path.toString();
      var folder = path.getParent() == null ? "this folder" : path.getParent().toString();
      if (files.hasRoom(label, name(path), Files.size(path))) {
        files.add(label, folder, name(path), content(path));
      }
    }
  }

  /** Refuses what has no script in it at all: to call that clean would hide a wrong path. */
  private static void requireScripts(List<Path> paths, Set<Path> all) throws IOException, Unusable {
    var manifest = all.stream().filter(Manifests::isManifest).findFirst();
    var hasScripts = all.stream().anyMatch(path -> ScriptName.parse(name(path)).isPresent());
    if (manifest.isPresent() && !hasScripts) {
      throw new Unusable(
          "%s is a manifest, and there is no script beside it. For the scripts that a Migration names, say: drawbridge check -f %s"
              .formatted(manifest.get(), words(paths, " -f ")));
    }
    if (all.isEmpty()) {
      throw new Unusable(
          "There is no file in %s.%s Name the folder that has the scripts, V<version>__<description>.sql."
              .formatted(
                  words(paths, ", "),
                  hasFolders(paths) ? " Files in folders within are not read." : ""));
    }
  }

  private static String words(List<Path> paths, String between) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(between));
  }

  private static boolean hasFolders(List<Path> paths) throws IOException {
    for (var path : paths) {
      try (Stream<Path> files = Files.list(path)) {
        if (files.anyMatch(Files::isDirectory)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static byte[] content(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (AccessDeniedException denied) {
      throw new IOException(path + " may not be read", denied);
    }
  }

  private static Set<Path> all(List<Path> paths) throws IOException, Unusable {
    var all = new LinkedHashSet<Path>();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        all.addAll(inside(path));
      } else if (Files.exists(path)) {
        all.add(path);
      } else {
        throw new Unusable(path + " does not exist.");
      }
    }
    return all;
  }

  /** Hidden files are the editor's or the version control's. */
  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> !name(file).startsWith("."))
          .sorted()
          .toList();
    }
  }
}
