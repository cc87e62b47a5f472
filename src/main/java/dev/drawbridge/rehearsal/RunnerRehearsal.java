package dev.drawbridge.rehearsal;

import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runner as far as it gets without a database, and the classes that it needs further on. */
final class RunnerRehearsal {

  /** Beginnings of the names of the libraries that only a database brings to work. */
  private static final List<String> NOT_PLAYED =
      List.of("flyway-core", "flyway-database-postgresql", "postgresql");

  private static final String SPEC =
      """
      {"database": {"secretRef": {"name": "orders-db"}}, "migrate": [{"flyway": {"inline": {"V1__one.sql": "select 1"}}}]}
      """;

  private RunnerRehearsal() {}

  /** The argument names the jar; its libraries lie in {@code lib} beside it. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("logback.configurationFile", "logback-runner.xml");
    var libraries = Path.of(arguments[0]).resolveSibling("lib");
    // The runner keeps standard output for its report.
    var output = System.out;
    var loaded = new LoadedClasses().ofLibraries(libraries, NOT_PLAYED);
    var exit = Runner.run(environment(Files.createTempDirectory("rehearsal")));
    output.println(loaded + "; the runner ended with exit code " + exit);
  }

  private static Map<String, String> environment(Path folder) throws IOException {
    Files.writeString(folder.resolve("jdbc-uri"), "jdbc:postgresql://127.0.0.1:1/orders");
    Files.writeString(folder.resolve("username"), "orders");
    Files.writeString(folder.resolve("password"), "orders");
    var input =
        new RunnerInput(
            "rehearsal/orders",
            "rehearsal",
            "rehearsal",
            SPEC,
            Map.of(),
            Clock.systemUTC().instant().plusSeconds(4),
            null,
            folder,
            folder,
            folder.resolve("report"),
            4096);
    var environment = new HashMap<>(input.toEnvironment());
    environment.put(RunnerInput.ATTEMPT, "rehearsal");
    return environment;
  }
}
