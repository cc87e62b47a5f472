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
    var contents = new TreeMap<String, byte[]>();
    if (!Files.isDirectory(folder)) {
      return contents;
    }
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (!name.startsWith("..") && Files.isRegularFile(file)) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
      return contents;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
