package dev.drawbridge.command.check;

import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.Notes;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files that the command is given: by name, or all of a folder. */
final class ScriptPaths {

  private ScriptPaths() {}

  /** Reads all of {@code paths}, and has a look at each as a file. */
  static FileRules read(List<Path> paths, Notes notes) throws IOException {
    var files = new FileRules(notes);
    for (var path : all(paths)) {
      var name = String.valueOf(path.getFileName());
      var label = path.toString();
      var folder = path.getParent() == null ? "this folder" : path.getParent().toString();
      if (files.hasRoom(label, name, Files.size(path))) {
        files.add(label, folder, name, content(path));
      }
    }
    return files;
  }

  private static byte[] content(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (AccessDeniedException denied) {
      throw new IOException(path + ": it may not be read", denied);
    }
  }

  private static Set<Path> all(List<Path> paths) throws IOException {
    var all = new LinkedHashSet<Path>();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        all.addAll(inside(path));
      } else if (Files.exists(path)) {
        all.add(path);
      } else {
        throw new NoSuchFileException(path + ": there is no such file");
      }
    }
    return all;
  }

  /** Hidden files are the editor's or the version control's. */
  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}
