package dev.drawbridge.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * What a second build must find the same, as far as one build shows it. {@code release/build-twice}
 * shows all of it.
 */
class PackagedFilesIT {

  private static final Path JAR = Path.of("target/drawbridge.jar");

  private static Path distribution() throws Exception {
    return Path.of("target", "drawbridge-" + Project.read().version() + ".zip");
  }

  private static void assertTimes(Path file) throws Exception {
    var expected = LocalDateTime.ofInstant(Project.read().timestamp(), ZoneOffset.UTC);
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream())
          .as(file.toString())
          .isNotEmpty()
          .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo(expected));
    }
  }

  @Test
  void entriesHaveTheTimeOfThePom() throws Exception {
    assertTimes(JAR);
    assertTimes(distribution());
  }

  @Test
  void manifestDoesNotSayWhoBuiltItAndWithWhat() throws Exception {
    try (var jar = new JarFile(JAR.toFile())) {
      var attributes = new HashSet<String>();
      jar.getManifest().getMainAttributes().keySet().forEach(key -> attributes.add("" + key));

      assertThat(attributes)
          .containsExactlyInAnyOrder(
              "Manifest-Version",
              "Main-Class",
              "Class-Path",
              "Implementation-Title",
              "Implementation-Version",
              "Enable-Native-Access");
    }
  }

  @Test
  void nothingNamesTheFolderInWhichItWasBuilt() throws Exception {
    var folder = Path.of("").toAbsolutePath().toString();
    try (var jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream()).noneMatch(entry -> content(jar, entry).contains(folder));
    }
  }

  private static String content(ZipFile zip, ZipEntry entry) {
    try (var bytes = zip.getInputStream(entry)) {
      return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Those of the machine that builds would depend on its umask. */
  @Test
  void filesOfTheZipMayBeReadByAll() throws Exception {
    var attributes = Map.of("enablePosixFileAttributes", true);
    try (var files = FileSystems.newFileSystem(distribution(), attributes);
        var all = Files.walk(files.getPath("/drawbridge-" + Project.read().version()))) {
      for (var file : all.toList()) {
        var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        var isProgram =
            Files.isDirectory(file) || file.getFileName().toString().startsWith("kubectl");
        assertThat(rights).as(file.toString()).isEqualTo(isProgram ? "rwxr-xr-x" : "rw-r--r--");
      }
    }
  }
}
