package dev.drawbridge.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files as they are mounted into a pod. */
final class MountedFiles {

  private MountedFiles() {}

  static void write(Path directory, Map<String, String> files) throws IOException {
    Files.createDirectories(directory);
    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /** As the kubelet does it: the files in a dated folder, reached by links. */
  static void mount(Path directory, Map<String, byte[]> files) throws IOException {
    var data = Files.createDirectories(directory.resolve("..2026_11_21"));
    Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
    for (var file : files.entrySet()) {
      Files.write(data.resolve(file.getKey()), file.getValue());
      Files.createSymbolicLink(
          directory.resolve(file.getKey()), Path.of("..data").resolve(file.getKey()));
    }
  }
}
