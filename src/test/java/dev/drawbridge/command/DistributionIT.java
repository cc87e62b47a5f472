package dev.drawbridge.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip, unpacked into a folder with a blank in its name, and started by its script. */
class DistributionIT {

  @TempDir Path folder;
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    try (var zips = Files.newDirectoryStream(Path.of("target"), "drawbridge-*.zip")) {
      var zip = zips.iterator().next();
      try (var files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true));
          var all = Files.walk(files.getPath("/"))) {
        for (var file : all.toList()) {
          copy(file);
        }
      }
      var name = zip.getFileName().toString();
      home = unpacked().resolve(name.substring(0, name.length() - ".zip".length()));
    }
  }

  private Path unpacked() {
    return folder.resolve("the programs");
  }

  private void copy(Path file) throws IOException {
    var copy = unpacked().resolve(file.toString().substring(1));
    if (Files.isDirectory(file)) {
      Files.createDirectories(copy);
    } else {
      Files.copy(file, copy);
      Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
    }
  }

  private CommandProcess.Outcome start(Path program, Map<String, String> more, String... words)
      throws Exception {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(more);
    var process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new CommandProcess.Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("output"), StandardCharsets.UTF_8),
        Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8));
  }

  private Path program() {
    return home.resolve("kubectl-drawbridge");
  }

  @Test
  void programsMayBeStarted() throws IOException {
    for (var name : List.of("kubectl-drawbridge", "kubectl_complete-drawbridge")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
          .isEqualTo("rwxr-xr-x");
    }
    assertThat(home.resolve("completion.bash")).exists();
    assertThat(home.resolve("LICENSE")).exists();
  }

  @Test
  void linkOnThePathStartsIt() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("kubectl-drawbridge"), program());

    var outcome = start(link, Map.of(), "status", "--help");

    assertThat(outcome.code()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).startsWith("usage: drawbridge status");
    assertThat(outcome.errors()).isEmpty();
  }

  @Test
  void codesAndSentencesAreThoseOfTheCommand() throws Exception {
    var outcome = start(program(), Map.of(), "status");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).startsWith("drawbridge status: There is no kubeconfig");
  }

  @Test
  void olderJavaIsSaid() throws Exception {
    var old = folder.resolve("old");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
    var java = Files.writeString(old.resolve("bin").resolve("java"), "#!/bin/sh\nexit 99\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    var outcome = start(program(), Map.of("JAVA_HOME", old.toString()), "status");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .isEqualTo(
            "drawbridge: %s is Java 21. Install Java 25 or newer, or set JAVA_HOME to where it is.%n"
                .formatted(java));
  }

  @Test
  void missingJavaIsSaid() throws Exception {
    var outcome = start(program(), Map.of("JAVA_HOME", "/nowhere"), "status");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors()).startsWith("drawbridge: there is no /nowhere/bin/java.");
  }

  @Test
  void preparedCacheIsUsedAndADamagedOneIsPassedOver() throws Exception {
    var prepared = start(program(), Map.of(), "prepare");
    assertThat(prepared.code()).as(prepared.errors()).isZero();
    var cache = home.resolve("drawbridge.aot");
    assertThat(cache).isNotEmptyFile();

    var traced =
        start(program(), Map.of("JAVA_TOOL_OPTIONS", "-XX:+PrintFlagsFinal"), "status", "--help");
    assertThat(traced.output()).containsPattern("AOTCache += .*drawbridge.aot");

    Files.writeString(cache, "no cache");
    var passed = start(program(), Map.of(), "status", "--help");
    assertThat(passed.code()).as(passed.errors()).isZero();
    assertThat(passed.errors()).isEmpty();
  }
}
