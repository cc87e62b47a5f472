package dev.drawbridge.warmup;

import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.Runner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The runner from its start to its end, on a database that is played from a recording. */
final class RunnerRehearsal {

  /** Beginnings of the names of the libraries whose further classes an unlucky run needs. */
  private static final List<String> NOT_PLAYED =
      List.of("flyway-core", "flyway-database-postgresql", "postgresql", "sqlite-jdbc");

  /** The main class, and steps of a run that this one does not take. */
  private static final List<String> OF_OURS =
      List.of(
          "dev/drawbridge/Drawbridge.class",
          "dev/drawbridge/api/",
          "dev/drawbridge/report/",
          "dev/drawbridge/runner/");

  private static final String PASSWORD = "postgres";

  private static final String SPEC =
      """
      {"database": {"secretRef": {"name": "orders-db"}},
       "preflight": [{"name": "quiet", "sql": {"query": "select 0", "expect": {"equals": "0"}}}],
       "migrate": [{"flyway": {"configMaps": ["sql"]}}],
       "verify": [{"name": "tables", "schema": {"tables": [{"name": "one", "columns": ["id"]}]}},
                  {"name": "rows", "sql": {"query": "select 2", "expect": {"atLeast": 1}}}]}
      """;

  private static final Map<String, String> SCRIPTS =
      Map.of(
          "V1__one.sql", "create table one (id bigint primary key);",
          "V2__two.sql", "create table two (id bigint);\ninsert into two values (1), (2);",
          "V3__three.sql", "alter table one add name text;\nselect pg_sleep(1);");

  private RunnerRehearsal() {}

  /**
   * The first argument names the jar; its libraries lie in {@code lib} beside it. The second, if
   * there is one, is the URL of a database that takes the place of the recorded one.
   */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("logback.configurationFile", "logback-runner.xml");
    var jar = Path.of(arguments[0]);
    // The runner keeps standard output for its report.
    var output = System.out;
    var loaded =
        new LoadedClasses()
            .ofProgram(jar, OF_OURS)
            .ofLibraries(jar.resolveSibling("lib"), NOT_PLAYED);
    try (var database = new PlayedDatabase(Recording.read(), PASSWORD)) {
      var url = arguments.length > 1 ? arguments[1] : database.url();
      var exit = Runner.run(environment(Files.createTempDirectory("rehearsal"), url));
      output.println(loaded + "; the runner ended with exit code " + exit);
    }
  }

  private static Map<String, String> environment(Path folder, String url) throws IOException {
    var secret = Files.createDirectory(folder.resolve("secret"));
    Files.writeString(secret.resolve("jdbc-uri"), url);
    Files.writeString(secret.resolve("username"), "postgres");
    Files.writeString(secret.resolve("password"), PASSWORD);
    var input =
        new RunnerInput(
            "rehearsal/orders",
            "rehearsal",
            "rehearsal",
            SPEC,
            Map.of("sql", writeScripts(Files.createDirectories(folder.resolve("scripts/sql")))),
            Clock.systemUTC().instant().plusSeconds(60),
            null,
            secret,
            folder.resolve("scripts"),
            folder.resolve("report"),
            4096,
            null,
            false,
            null,
            null,
            null,
            null,
            null);
    var environment = new HashMap<>(input.toEnvironment());
    environment.put(RunnerInput.ATTEMPT, "rehearsal");
    return environment;
  }

  /** Returns their digest. */
  private static String writeScripts(Path folder) throws IOException {
    var files = new HashMap<String, byte[]>();
    for (var script : SCRIPTS.entrySet()) {
      files.put(script.getKey(), script.getValue().getBytes(StandardCharsets.UTF_8));
      Files.writeString(folder.resolve(script.getKey()), script.getValue());
    }
    return ContentDigest.of(files);
  }
}
