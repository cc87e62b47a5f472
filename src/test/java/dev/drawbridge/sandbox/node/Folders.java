package dev.drawbridge.sandbox.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders that come and go with what uses them. */
public final class Folders {

  private Folders() {}

  public static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot create the folder " + folder, refused);
    }
  }

  /** Creates the folder in which {@code file} is to be. */
  public static void createAround(Path file) {
    var folder = file.getParent();
    if (folder != null) {
      create(folder);
    }
  }

  /** Removes the folder with all that is in it; links are removed, not followed. */
  public static void remove(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException | UncheckedIOException goneMeanwhile) {
      remove(folder);
    } catch (IOException refused) {
      throw new UncheckedIOException("cannot remove the folder " + folder, refused);
    }
  }
}
