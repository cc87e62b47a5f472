package dev.drawbridge.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The bill of materials against the libraries that are given to people. Maven makes it only with a
 * network; without one, the tests are left out if there is none yet.
 */
class BillOfMaterialsIT {

  private static final Path FILE = Path.of("target/drawbridge.cdx.json");
  private JsonNode bill = new ObjectMapper().createObjectNode();

  @BeforeEach
  void read() throws IOException {
    assumeTrue(
        Files.exists(FILE) || !"offline=true".equals(System.getProperty("maven.network")),
        "Maven makes no bill of materials with -o");
    bill = new ObjectMapper().readTree(FILE.toFile());
  }

  @Test
  void namesEachLibraryWithItsChecksumAndNothingElse() throws Exception {
    assertThat(named()).isEqualTo(libraries());
  }

  private Map<String, String> named() {
    var named = new TreeMap<String, String>();
    for (var component : bill.path("components")) {
      var file = component.path("name").asText() + "-" + component.path("version").asText();
      for (var hash : component.path("hashes")) {
        if (hash.path("alg").asText().equals("SHA-256")) {
          named.put(file + ".jar", hash.path("content").asText());
        }
      }
    }
    assertThat(named).hasSize(bill.path("components").size());
    return named;
  }

  private static Map<String, String> libraries() throws Exception {
    var libraries = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(Path.of("target/lib"))) {
      for (var file : files) {
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        libraries.put(file.getFileName().toString(), HexFormat.of().formatHex(digest));
      }
    }
    return libraries;
  }

  @Test
  void saysUnderWhichLicenseEachIs() {
    assertThat(bill.path("components"))
        .isNotEmpty()
        .allSatisfy(component ->
            assertThat(component.path("licenses"))
                .as(component.path("purl").asText())
                .isNotEmpty());
  }

  @Test
  void isOfThisVersionAndTheSameInEachBuild() throws Exception {
    var subject = bill.path("metadata").path("component");

    assertThat(subject.path("name").asText()).isEqualTo("drawbridge");
    assertThat(subject.path("version").asText()).isEqualTo(Project.read().version());
    assertThat(bill.has("serialNumber")).isFalse();
    assertThat(bill.path("metadata").has("timestamp")).isFalse();
  }

  @Test
  void liesInTheZip() throws Exception {
    var name = "drawbridge-" + Project.read().version();
    try (var zip = new ZipFile("target/" + name + ".zip")) {
      var entry = zip.getEntry(name + "/drawbridge.cdx.json");

      assertThat(entry).as("in the zip").isNotNull();
      assertThat(zip.getInputStream(entry)).hasBinaryContent(Files.readAllBytes(FILE));
    }
  }
}
