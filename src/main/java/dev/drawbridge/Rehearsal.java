package dev.drawbridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads what both commands will need, without running them: the image's build starts it once, so
 * that the JVM writes a cache of loaded and linked classes. There is neither a cluster nor a
 * database at that time.
 */
final class Rehearsal {

  /** Beginnings of the names of the libraries whose classes are worth their place in the cache. */
  private static final List<String> LIBRARIES =
      List.of(
          "flyway-core",
          "flyway-database-postgresql",
          "jackson-",
          "kubernetes-client",
          "kubernetes-httpclient",
          "logback",
          "operator-framework-core",
          "postgresql",
          "slf4j");

  private Rehearsal() {}

  /** Loads the classes of the jar that the argument names, and of the libraries beside it. */
  public static void main(String[] arguments) throws IOException {
    var jar = Path.of(arguments[0]);
    var loaded = load(jar);
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      for (var library : libraries.filter(Rehearsal::isWorthIt).toList()) {
        loaded += load(library);
      }
    }
    System.err.println("loaded " + loaded + " classes");
  }

  private static boolean isWorthIt(Path library) {
    var name = library.getFileName().toString();
    return LIBRARIES.stream().anyMatch(name::startsWith);
  }

  private static int load(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      return (int)
          file.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.contains("-"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .filter(Rehearsal::canBeLoaded)
              .count();
    }
  }

  /** Classes for optional libraries that are not there are passed over. */
  private static boolean canBeLoaded(String name) {
    try {
      Class.forName(name, false, Rehearsal.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError notForUs) {
      return false;
    }
  }
}
