package dev.drawbridge.runner.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** A ConfigMap or Secret as the kubelet mounts it: a folder with one file a key. */
public final class MountedFolder {

  private MountedFolder() {}

  /**
   * The contents by key; empty if there is no such folder. The kubelet's own links start with two
   * dots; a key is itself a link to a file.
   */
  public static SortedMap<String, byte[]> read(Path folder) {
    return values(folder, Files::readAllBytes);
  }

  /** How many bytes each key has, without reading them. */
  public static SortedMap<String, Long> sizes(Path folder) {
    return values(folder, Files::size);
  }

  private static <T> SortedMap<String, T> values(Path folder, Reading<T> reading) {
    var values = new TreeMap<String, T>();
    if (!Files.isDirectory(folder)) {
      return values;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (!name.startsWith("..") && Files.isRegularFile(file)) {
          values.put(name, reading.of(file));
        }
      }
      return values;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What is wanted of a file. */
  private interface Reading<T> {

    T of(Path file) throws IOException;
  }
}
