package dev.drawbridge.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fresh clone of the repository, that is built: what a reader of the README has. It is a folder
 * of links, so that what commands write stays in it.
 *
 * @param folder its root
 */
public record Clone(Path folder) {

  private static final Set<String> OWN = Set.of("target", "docs", "sandbox", "mvnw");
  private static final List<String> BUILT =
      List.of("drawbridge.jar", "lib", "classes", "test-classes", "test-class-path", "postgres");
  private static final Path TUTORIAL = Path.of("docs/tutorial");

  /** What is built is tested; a test does not build. */
  private static final String NO_BUILD =
      "#!/bin/sh\necho 'not built: run ./mvnw package' >&2; exit 1\n";

  /** Makes one. */
  public static Clone in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      for (var file : files.toList()) {
        if (!OWN.contains(file.toString()) && !file.toString().startsWith(".git")) {
          link(folder.resolve(file), file);
        }
      }
    }
    // It goes to the folder in which it really is.
    Files.copy(Path.of("sandbox"), folder.resolve("sandbox"));
    var mvnw = Files.writeString(folder.resolve("mvnw"), NO_BUILD);
    Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    copyTutorial(folder);
    build(Files.createDirectories(folder.resolve("target")));
    return new Clone(folder);
  }

  /** Writes another file in the place of one of the tutorial's. */
  public void replace(Path file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private static void copyTutorial(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(TUTORIAL)) {
      for (var file : files.toList()) {
        if (Files.isDirectory(file)) {
          Files.createDirectories(folder.resolve(file));
        } else {
          Files.copy(file, folder.resolve(file));
        }
      }
    }
  }

  private static void build(Path target) throws IOException {
    Files.createDirectories(Path.of("target/postgres"));
    for (var name : BUILT) {
      link(target.resolve(name), Path.of("target", name));
    }
    try (var zips = Files.newDirectoryStream(Path.of("target"), "drawbridge-*.zip")) {
      for (var zip : zips) {
        link(target.resolve(zip.getFileName()), zip);
      }
    }
    // By it the sandbox knows that there is nothing to build; newer than all links.
    Files.createFile(target.resolve("sandbox-built"));
  }

  private static void link(Path link, Path file) throws IOException {
    Files.createSymbolicLink(link, file.toAbsolutePath());
  }
}
