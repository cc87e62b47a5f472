package dev.drawbridge.runner;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a run: the packaged jar in a process of its own, with folders as the kubelet
 * mounts them. Judged by exit code, standard output and report file.
 */
final class RunnerProcess {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final Map<String, String> secret = new LinkedHashMap<>();
  private final Map<String, Map<String, byte[]>> configMaps = new LinkedHashMap<>();
  private @Nullable Path claim;
  private List<String> prefix = List.of();
  private String database = "{\"secretRef\": {\"name\": \"orders-db\"}}";
  private String spec = "{}";
  private String run = "8c1f2e07";
  private String attempt = "orders-8c1f2e07-abcde";
  private Instant deadline = Instant.now().plus(Duration.ofMinutes(5));
  private @Nullable String identity;
  private int reportBytes = 4096;
  private RunnerInput.@Nullable Part part;
  private boolean planOnly;
  private @Nullable String undoTo;
  private @Nullable String approvedPlan;
  private @Nullable Map<String, String> digests;
  private boolean isAsInTheImage;
  private @Nullable Process process;

  private RunnerProcess(Path folder) {
    this.folder = folder;
  }

  /** A run on {@code database}; {@code folder} is empty and the test's own. */
  static RunnerProcess on(TestDatabase database, Path folder) {
    return new RunnerProcess(folder)
        .secret("jdbc-uri", database.url())
        .secret("username", database.name())
        .secret("password", TestDatabase.PASSWORD + "\n");
  }

  /** A run on the SQLite file at {@code path} of a claim, whose folder is {@code claim}. */
  static RunnerProcess onFile(Path claim, String path, Path folder) {
    var run = new RunnerProcess(folder);
    run.claim = claim;
    run.database = "{\"sqlite\": {\"claim\": \"orders-data\", \"path\": \"%s\"}}".formatted(path);
    return run;
  }

  /** The command that starts the process, such as one that takes rights away from it. */
  RunnerProcess startedBy(String... words) {
    prefix = List.of(words);
    return this;
  }

  static RunnerProcess withoutSecret(Path folder) {
    return new RunnerProcess(folder);
  }

  RunnerProcess secret(String key, String value) {
    secret.put(key, value);
    return this;
  }

  RunnerProcess script(String file, String sql) {
    return file("sql", file, sql.getBytes(StandardCharsets.UTF_8));
  }

  RunnerProcess file(String configMap, String file, byte[] content) {
    configMaps.computeIfAbsent(configMap, name -> new HashMap<>()).put(file, content);
    return this;
  }

  /** A file of the image that is mounted for the first step, by its path in it. */
  RunnerProcess imageFile(String path, byte[] content) throws IOException {
    var file = folder.resolve("scripts").resolve(RunnerInput.imageFolder(0)).resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  /** The spec's fields beside the database; by default the scripts of the ConfigMap sql. */
  RunnerProcess spec(String fields) {
    spec = fields;
    return this;
  }

  RunnerProcess attempt(String name) {
    attempt = name;
    return this;
  }

  RunnerProcess run(String id) {
    run = id;
    return this;
  }

  RunnerProcess deadline(Duration fromNow) {
    deadline = Instant.now().plus(fromNow);
    return this;
  }

  RunnerProcess identity(String seen) {
    identity = seen;
    return this;
  }

  /** With its cache of classes, which makes it start sooner and changes what memory it takes. */
  RunnerProcess asInTheImage() {
    isAsInTheImage = true;
    return this;
  }

  /** One of several containers of the run; all share the folder {@code shared}. */
  RunnerProcess part(int stretch, Path shared) {
    part = new RunnerInput.Part(stretch, new SharedFolder(shared));
    return this;
  }

  /** It only says what it would do. */
  RunnerProcess planOnly() {
    planOnly = true;
    return this;
  }

  /** It goes back to this version. */
  RunnerProcess approvedPlan(String digest) {
    approvedPlan = digest;
    return this;
  }

  RunnerProcess undoTo(String version) {
    undoTo = version;
    return this;
  }

  RunnerProcess reportBytes(int bytes) {
    reportBytes = bytes;
    return this;
  }

  RunnerProcess digests(Map<String, String> started) {
    digests = started;
    return this;
  }

  RunnerProcess start() throws IOException {
    MountedFiles.write(folder.resolve("secret"), secret);
    for (var configMap : configMaps.entrySet()) {
      MountedFiles.mount(
          folder.resolve("scripts").resolve(configMap.getKey()), configMap.getValue());
    }
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(prefix);
    command.add(java);
    command.addAll(isAsInTheImage ? RunnerImage.options() : RunnerImage.optionsWithoutCache());
    command.addAll(List.of("-jar", RunnerImage.JAR, "runner"));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(input().toEnvironment());
    builder.environment().put(RunnerInput.ATTEMPT, attempt);
    builder.redirectOutput(outputFile().toFile()).redirectError(errorFile().toFile());
    process = builder.start();
    return this;
  }

  private RunnerInput input() {
    var of = new HashMap<String, String>();
    configMaps.forEach((name, files) -> of.put(name, ContentDigest.of(files)));
    return new RunnerInput(
        "shop/orders",
        run,
        attempt,
        new SpecFields(spec).whole(database),
        digests == null ? of : digests,
        deadline,
        identity,
        claim == null ? folder.resolve("secret") : claim,
        folder.resolve("scripts"),
        folder.resolve("report"),
        reportBytes,
        part,
        planOnly,
        undoTo,
        approvedPlan,
        null,
        null,
        null);
  }

  Process process() {
    return java.util.Objects.requireNonNull(process, "not started");
  }

  /** Starts it if it has not been, and waits for its end. */
  Outcome await() throws IOException, InterruptedException {
    if (process == null) {
      start();
    }
    var peak = new PeakMemory(process().pid());
    var until = System.nanoTime() + PATIENCE.toNanos();
    while (!process().waitFor(10, TimeUnit.MILLISECONDS)) {
      peak.look();
      if (System.nanoTime() > until) {
        process().destroyForcibly();
        throw new AssertionError("still running after " + PATIENCE + ": " + output());
      }
    }
    return new Outcome(process().exitValue(), output(), error(), report(), peak.mebibytes());
  }

  String output() throws IOException {
    return Files.readString(outputFile());
  }

  private String error() throws IOException {
    return Files.readString(errorFile());
  }

  private String report() throws IOException {
    var file = folder.resolve("report");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private Path outputFile() {
    return folder.resolve(attempt + ".out");
  }

  private Path errorFile() {
    return folder.resolve(attempt + ".err");
  }

  /**
   * What can be known of a run that has ended.
   *
   * @param peakMebibytes the most memory that was resident; 0 where that cannot be seen
   */
  record Outcome(int code, String output, String error, String report, long peakMebibytes) {

    Exit exit() {
      return Exit.ofCode(code)
          .orElseThrow(() -> new AssertionError("exit code " + code + ": " + output + error));
    }

    RunLog log() {
      return RunLog.read(output);
    }

    Closing closing() {
      return log()
          .closing()
          .orElseThrow(() -> new AssertionError("no closing line: " + output + error));
    }

    Closing.Failure failure() {
      return java.util.Objects.requireNonNull(closing().failure(), output);
    }

    AppliedVersions applied() {
      return log().applied().orElseThrow();
    }

    /** The events as phase, state, subject and message, one line each. */
    List<String> lines() {
      return log().events().stream()
          .map(event ->
              "%s %s %s: %s"
                  .formatted(event.phase(), event.state().word(), event.subject(), event.message()))
          .toList();
    }

    List<RunEvent> events() {
      return log().events();
    }
  }
}
