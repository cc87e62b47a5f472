package dev.drawbridge.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to apply a folder of scripts to a fresh database, each as a process of its own. */
record Ways(Path scripts) {

  private static final Path FLYWAY = Path.of("target", "flyway-commandline");

  /** What a process took. */
  record Figure(double seconds, long mebibytes) {}

  static Ways of(Path scripts) {
    return new Ways(scripts);
  }

  /** Says why where a way is left out. */
  boolean isThere(String name) {
    var isThere =
        switch (name) {
          case "Flyway command line" -> Files.isDirectory(FLYWAY);
          case "psql" ->
              Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                  .anyMatch(folder -> Files.isExecutable(Path.of(folder, "psql")));
          default -> true;
        };
    if (!isThere) {
      System.out.println(name + " is left out: it is not on this machine");
    }
    return isThere;
  }

  Figure run(String name, Path empty) throws Exception {
    var database = TestDatabase.create();
    return switch (name) {
      case "runner" -> runner(database, empty);
      case "Flyway command line" -> measure(commandLine(database), empty);
      case "Flyway library" -> measure(library(database), empty);
      case "psql" -> measure(psql(database), empty);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Figure runner(TestDatabase database, Path empty) throws Exception {
    var runner =
        RunnerProcess.on(database, empty)
            .asInTheImage()
            .spec(
                "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"a@sha256:1\", \"path\": \"/\"}}}]}");
    try (var files = Files.list(scripts)) {
      for (var file : files.toList()) {
        runner.imageFile(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    RunnerImage.options();
    var started = System.nanoTime();
    var outcome = runner.await();
    var seconds = (System.nanoTime() - started) / 1e9;
    if (outcome.code() != 0) {
      throw new IllegalStateException(outcome.output() + outcome.error());
    }
    return new Figure(seconds, outcome.peakMebibytes());
  }

  /** As its own shell script starts it. */
  private List<String> commandLine(TestDatabase database) throws IOException {
    try (var found = Files.list(FLYWAY)) {
      var home = found.findFirst().orElseThrow();
      var path =
          Stream.of("lib", "lib/aad", "lib/plugins", "lib/oracle_wallet", "lib/flyway", "drivers")
              .map(folder -> home.resolve(folder) + "/*")
              .collect(Collectors.joining(File.pathSeparator));
      return List.of(
          RunnerImage.java(),
          "-cp",
          path,
          "org.flywaydb.commandline.Main",
          "-url=" + database.url(),
          "-user=" + database.name(),
          "-password=" + TestDatabase.PASSWORD,
          "-locations=filesystem:" + scripts,
          "-skipCheckForUpdate",
          "migrate");
    }
  }

  /** The few lines that one writes to call it, with the runner's own options. */
  private List<String> library(TestDatabase database) throws Exception {
    var command = new ArrayList<>(List.of(RunnerImage.java()));
    command.addAll(RunnerImage.options());
    command.addAll(
        List.of(
            "-cp",
            RunnerImage.JAR + File.pathSeparator + LibraryCall.jar(),
            LibraryCall.class.getName(),
            database.url(),
            database.name(),
            TestDatabase.PASSWORD,
            scripts.toString()));
    return command;
  }

  private List<String> psql(TestDatabase database) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "psql",
                "--quiet",
                "--no-psqlrc",
                "--set=ON_ERROR_STOP=1",
                "--dbname=" + database.url().replace("jdbc:", ""),
                "--username=" + database.name()));
    try (var files = Files.list(scripts)) {
      files.sorted().forEach(file -> command.add("--file=" + file));
    }
    return command;
  }

  private static Figure measure(List<String> command, Path empty) throws Exception {
    var output = empty.resolve("output").toFile();
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("PGPASSWORD", TestDatabase.PASSWORD);
    var started = System.nanoTime();
    var process = builder.start();
    var peak = new PeakMemory(process.pid());
    while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
      peak.look();
    }
    var seconds = (System.nanoTime() - started) / 1e9;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(output.toPath()));
    }
    return new Figure(seconds, peak.mebibytes());
  }
}
