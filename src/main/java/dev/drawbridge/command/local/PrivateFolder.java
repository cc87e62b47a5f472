package dev.drawbridge.command.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A folder that only its owner can look into, and that is gone afterwards: it holds a password. */
record PrivateFolder(Path path) implements AutoCloseable {

  static PrivateFolder create() throws IOException {
    return new PrivateFolder(
        Files.createTempDirectory(
            "drawbridge-run-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
  }

  /** Makes a folder in it. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(path.resolve(name));
  }

  /** Makes a folder in it that holds these texts. */
  Path texts(String name, Map<String, String> texts) throws IOException {
    var folder = folder(name);
    for (var text : texts.entrySet()) {
      Files.write(folder.resolve(text.getKey()), text.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return folder;
  }

  /** Makes a folder in it with what stands directly in {@code source}; links stay links. */
  void copy(String name, Path source) throws IOException {
    var folder = folder(name);
    try (var files = Files.list(source)) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Removes it. It may be called at the same time by two who want the same. */
  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Removal());
    } catch (NoSuchFileException removedMeanwhile) {
      // That was wanted.
    } catch (IOException stays) {
      throw new UncheckedIOException(
          path + " cannot be removed, and it holds a password: remove it", stays);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
