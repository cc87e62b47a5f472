package dev.drawbridge.command.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.command.manifest.Given;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.decide.ConfigMapDigest;
import dev.drawbridge.decide.Inputs;
import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.Runner;
import dev.drawbridge.runner.plan.ToldPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run on this machine, from the private folder that is its pod's volumes to its exit code: a
 * process for each container that a pod would have, one after the other.
 */
record LocalRun(Given given, Access database, Inputs.Ready inputs, Terminal terminal) {

  private static final int RUN_ID_LENGTH = 8;
  private static final int REPORT_BYTES = 4096;

  /** A run of what {@code given} says, if all is there that it needs. */
  static LocalRun of(Given given, Access database, Terminal terminal) throws Unusable {
    var inputs =
        Inputs.of(
            given.source().migration(),
            name ->
                Optional.ofNullable(given.scripts().configMaps().get(name))
                    .map(ConfigMapDigest::content));
    return switch (inputs) {
      case Inputs.Missing missing -> throw new Unusable(missing.message());
      case Inputs.Ready ready -> new LocalRun(given, database, ready, terminal);
    };
  }

  /** The same, which saves nothing before it begins. */
  LocalRun withoutBackup() {
    var less = new Given(given.source().withoutBackup(), given.scripts(), given.images());
    return new LocalRun(less, database, inputs, terminal);
  }

  /** The same inputs have the same id, so that what an earlier attempt has left is found. */
  String id() {
    return ContentDigest.ofTexts("local", inputs.digest()).substring(0, RUN_ID_LENGTH);
  }

  /** Runs it to its end; returns the exit code of the runner. */
  int run(Display display) throws IOException {
    var folder = PrivateFolder.create();
    var stop = StopRequest.awaited(folder);
    var code = Exit.INTERNAL_ERROR.code();
    try (folder) {
      display.begin("Migration %s, run %s, on %s".formatted(given.source().name(), id(), database));
      code = run(folder, display, stop);
      display.end(code);
    } finally {
      stop.finished(code);
    }
    return code;
  }

  private int run(PrivateFolder folder, Display display, StopRequest stop) throws IOException {
    write(folder);
    var deadline = deadline();
    var shared = new SharedFolder(folder.folder("shared"));
    var tool = new LocalTool(this, shared, deadline, display, stop);
    var stretches = Stretch.of(spec());
    for (var stretch : stretches) {
      var part = stretches.size() == 1 ? null : new RunnerInput.Part(stretch.index(), shared);
      var input = input(folder, deadline, part, false);
      var code = new RunnerChild(input, terminal).run(display, stop);
      var next = stretch.after();
      if (code != Exit.VERIFIED.code() || next == null) {
        return code;
      }
      var failed = tool.run(next);
      if (failed.isPresent()) {
        return failed.get().code();
      }
    }
    return Exit.INTERNAL_ERROR.code();
  }

  /**
   * Plans it, in this process, and changes nothing.
   *
   * @param onPlan is given the plan, and once more after a rehearsal
   * @param tell says what has come of it, and returns the exit code
   */
  int plan(Consumer<ToldPlan> onPlan, ToIntFunction<RunLog> tell) throws IOException {
    var folder = PrivateFolder.create();
    var stop = StopRequest.awaited(folder);
    var code = Exit.INTERNAL_ERROR.code();
    try (folder) {
      code = tell.applyAsInt(plan(folder, onPlan));
    } finally {
      stop.finished(code);
    }
    return code;
  }

  private RunLog plan(PrivateFolder folder, Consumer<ToldPlan> onPlan) throws IOException {
    var told = new ByteArrayOutputStream();
    write(folder);
    var input = input(folder, deadline(), null, true);
    Runner.plan(input, new PrintStream(told, true, StandardCharsets.UTF_8), onPlan);
    return RunLog.read(told.toString(StandardCharsets.UTF_8));
  }

  private Instant deadline() {
    return terminal.clock().instant().plus(spec().limits().deadlineOrDefault());
  }

  private void write(PrivateFolder folder) throws IOException {
    given.scripts().write(folder.folder("scripts"));
    for (var image : given.images().entrySet()) {
      var step = Objects.requireNonNull(spec().migrate().get(image.getKey()).flyway());
      var path = Objects.requireNonNull(step.image()).path().replaceFirst("^/+", "");
      folder.copy(
          "scripts/%s/%s".formatted(RunnerInput.imageFolder(image.getKey()), path),
          image.getValue());
    }
  }

  private RunnerInput input(
      PrivateFolder folder, Instant deadline, RunnerInput.@Nullable Part part, boolean planOnly)
      throws IOException {
    var mounted = database.mount(folder);
    return new RunnerInput(
        "local/" + given.source().name(),
        id(),
        "local-" + ProcessHandle.current().pid(),
        writtenSpec().toString(),
        inputs.contents(),
        deadline,
        null,
        mounted,
        folder.path().resolve("scripts"),
        folder.path().resolve("report-" + (part == null ? 0 : part.stretch())),
        REPORT_BYTES,
        part,
        planOnly,
        null,
        null,
        null,
        null,
        null);
  }

  /** As it is written, but for the database: the runner's sentences name what is in its place. */
  private ObjectNode writtenSpec() {
    var spec = given.source().spec().deepCopy();
    database.describe(spec.putObject("database"));
    return spec;
  }

  MigrationSpec spec() {
    return given.source().migration().getSpec();
  }

  /** The variables that {@code item} of the user's has beside those of the caller. */
  Map<String, String> variables(PlanItem item, SharedFolder shared) {
    return new HashMap<>(
        LocalVariables.of(
                item,
                shared,
                id(),
                spec().limits(),
                given.source(),
                database,
                terminal.environment())
            .values());
  }
}
