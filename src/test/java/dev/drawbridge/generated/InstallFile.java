package dev.drawbridge.generated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a cluster needs, in one file, in the order in which it can be applied: what
 * others refer to comes first, and the operator last.
 */
final class InstallFile {

  static final Path PATH = Path.of("manifests/install.yaml");

  private static final Path PARTS = Path.of("src/main/manifests");
  private static final List<String> ORDER =
      List.of(
          "namespace.yaml",
          "rbac.yaml",
          "hold-policy.yaml",
          "guard-policy.yaml",
          "warn-policy.yaml",
          "operator.yaml");
  private static final String HEADER =
      """
      # Drawbridge, all of it: kubectl apply --server-side -f install.yaml
      # Assembled from crds/ and src/main/manifests/ by ./mvnw test -Dtest=GeneratedFilesTest -Dwrite
      """;

  private InstallFile() {}

  static String content() {
    var parts =
        Stream.concat(
            Stream.of(CustomResourceFile.content()), ORDER.stream().map(InstallFile::part));
    return HEADER + parts.map(part -> "---\n" + part).collect(Collectors.joining());
  }

  /** The parts that are there, of which none may be forgotten. */
  static List<String> partsThatAreThere() throws IOException {
    try (Stream<Path> files = Files.list(PARTS)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static List<String> partsThatAreInstalled() {
    return ORDER.stream().sorted().toList();
  }

  private static String part(String name) {
    try {
      return Files.readString(PARTS.resolve(name));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
