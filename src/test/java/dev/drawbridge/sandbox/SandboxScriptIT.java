package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.sandbox.node.Processes;
import dev.drawbridge.sandbox.node.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script alone, in a clone that is built, with a java that only says how it was called. */
class SandboxScriptIT {

  private static final String JAVA =
      """
      #!/bin/sh
      echo "in $PWD"
      for argument in "$@"; do echo "[$argument]"; done
      echo "tmp $TMPDIR"
      echo "charmap $(locale charmap)"
      """;

  @TempDir private Path folder;

  private final Processes processes = new Processes();
  private Path clone = Path.of("");
  private Path caller = Path.of("");

  @BeforeEach
  void makeAClone() throws IOException {
    clone = Files.createDirectories(folder.toRealPath().resolve("my clone"));
    caller = Files.createDirectories(folder.toRealPath().resolve("caller"));
    Files.createDirectories(caller.resolve("own manifests"));
    Files.copy(Path.of("sandbox"), clone.resolve("sandbox"));
    Files.createDirectories(clone.resolve("src"));
    Files.createDirectories(clone.resolve("target/lib"));
    Files.createDirectories(clone.resolve("target/test-classes/dev/drawbridge/sandbox"));
    for (var file : List.of("pom.xml", "target/drawbridge.jar", "target/sandbox-built")) {
      Files.createFile(clone.resolve(file));
    }
    Files.writeString(clone.resolve("target/test-class-path"), "pom.xml");
    var programs = Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    for (var program : List.of("java", "javac")) {
      Files.writeString(programs.resolve(program), JAVA);
      assertThat(programs.resolve(program).toFile().setExecutable(true)).isTrue();
    }
  }

  @AfterEach
  void stop() {
    processes.close();
  }

  private record Said(int code, String text) {}

  private Said run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("/bin/sh", clone.resolve("sandbox").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(caller.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("TMPDIR", "/nonexistent");
    builder.environment().put("LC_ALL", "C");
    var process = processes.add(builder.start());
    var tail = Tail.of(process);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    tail.awaitEnd();
    return new Said(process.exitValue(), tail.text());
  }

  @Test
  void folderIsThatOfTheCaller() throws Exception {
    var said = run("--keep", "own manifests");

    assertThat(said.code()).as(said.text()).isZero();
    assertThat(said.text())
        .contains("in " + clone, "[--keep]\n[" + caller.resolve("own manifests") + "]");
  }

  @Test
  void temporaryFilesGoToTargetIfTheirFolderIsMissing() throws Exception {
    assertThat(run().text()).contains("tmp " + clone.resolve("target"));
  }

  @Test
  void pathsAreReadAsUtf8WhateverTheLocale() throws Exception {
    assertThat(run().text()).contains("charmap UTF-8");
  }

  @Test
  void whatIsNoFolderIsRefusedInASentence() throws Exception {
    Files.createFile(caller.resolve("a.yaml"));

    assertThat(run("a.yaml").text()).contains("a.yaml is a file; name the folder");
    assertThat(run("").text()).contains("an argument is empty");
    assertThat(run("nowhere").text()).contains("nowhere does not exist");
    assertThat(run("--kep").text()).contains("there is no option --kep");
    assertThat(run("--kep").code()).isEqualTo(2);
  }
}
