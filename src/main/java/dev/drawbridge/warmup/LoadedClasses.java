package dev.drawbridge.warmup;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Loads classes that a rehearsal does not come to, without running them, and counts them. */
final class LoadedClasses {

  private int count;

  /**
   * Those of packages of the JDK.
   *
   * @param packages each a module and a package, as paths
   */
  LoadedClasses ofTheJdk(List<String> packages) throws IOException {
    var modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    for (var one : packages) {
      var folder = modules.resolve(one);
      var module = modules.resolve(folder.getName(1));
      try (Stream<Path> files = Files.walk(folder)) {
        files.map(file -> module.relativize(file).toString()).forEach(this::load);
      }
    }
    return this;
  }

  /**
   * Those of jars in {@code folder}.
   *
   * @param names beginnings of the names of the jars
   */
  LoadedClasses ofLibraries(Path folder, List<String> names) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      for (var jar : jars.filter(jar -> isOneOf(names, jar)).toList()) {
        try (var file = new JarFile(jar.toFile())) {
          file.stream().map(JarEntry::getName).forEach(this::load);
        }
      }
    }
    return this;
  }

  /** Those of {@code jar} whose files begin with one of {@code beginnings}. */
  LoadedClasses ofProgram(Path jar, List<String> beginnings) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      file.stream()
          .map(JarEntry::getName)
          .filter(name -> beginnings.stream().anyMatch(name::startsWith))
          .forEach(this::load);
    }
    return this;
  }

  private static boolean isOneOf(List<String> names, Path jar) {
    return names.stream().anyMatch(jar.getFileName().toString()::startsWith);
  }

  /** Classes for optional libraries that are not there are passed over. */
  private void load(String file) {
    if (!file.endsWith(".class") || file.contains("-")) {
      return;
    }
    var name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      Class.forName(name, false, LoadedClasses.class.getClassLoader());
      count++;
    } catch (ClassNotFoundException | LinkageError notForUs) {
      // Nothing is missed without it.
    }
  }

  @Override
  public String toString() {
    return count + " classes loaded besides";
  }
}
