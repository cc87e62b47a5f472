package dev.drawbridge.command.local;

import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.References;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import dev.drawbridge.runner.tool.ToolContainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step or a check of the user's own as a process of this machine, between two processes of the
 * runner: the one before has written how to connect, the one after looks at what was done.
 *
 * @param deadline when the whole run must have ended
 */
record LocalTool(
    LocalRun run, SharedFolder shared, Instant deadline, Display display, StopRequest stop) {

  private static final int REPORT_BYTES = 16 * 1024;

  /** By convention of shells: the program was not found. */
  private static final int NOT_FOUND = 127;

  /** Runs {@code item}; how the run ends if it has failed. */
  Optional<Exit> run(PlanItem item) throws IOException {
    if (Files.exists(shared.skip(item.name()))) {
      return Optional.empty();
    }
    var failed = FailedTool.of(item, run.spec());
    var ending = start(item, Objects.requireNonNull(item.run()), failed);
    return ending.isEmpty() ? Optional.empty() : Optional.of(tell(item, failed, ending.get()));
  }

  private Optional<Ending> start(PlanItem item, RunStep step, FailedTool failed)
      throws IOException {
    Process process;
    try {
      process = builder(item, step).start();
    } catch (IOException notStarted) {
      return Optional.of(failed.ending("could not be started: " + notStarted.getMessage()));
    }
    stop.concerns(process);
    var tool = new ToolProcess(process);
    tool.endAfter(Duration.between(run.terminal().clock().instant(), deadline));
    process.getOutputStream().close();
    Files.write(shared.lastOutput(item.name()), tool.endOfOutput(run.terminal().errors()));
    var code = tool.ended();
    if (stop.isMade()) {
      return Optional.of(failed.stopped());
    }
    if (tool.isLate()) {
      return Optional.of(failed.late());
    }
    return code == 0 ? Optional.empty() : Optional.of(failed.ending(how(code)));
  }

  private ProcessBuilder builder(PlanItem item, RunStep step) {
    var variables = run.variables(item, shared);
    var builder = new ProcessBuilder(command(step, variables));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(LocalVariables::isOurs);
    builder.environment().putAll(variables);
    Optional.ofNullable(step.workingDir())
        .map(File::new)
        .filter(File::isDirectory)
        .ifPresent(builder::directory);
    return builder;
  }

  private static List<String> command(RunStep step, Map<String, String> variables) {
    var words = new ArrayList<>(step.command());
    words.addAll(step.args());
    return words.stream().map(word -> References.resolved(word, variables)).toList();
  }

  private static String how(int code) {
    return code == NOT_FOUND
        ? "ended with exit code 127: it did not find a program"
        : "ended with exit code " + code;
  }

  /** In a cluster the operator tells this, who sees the container's exit code. */
  private Exit tell(PlanItem item, FailedTool failed, Ending ending) throws IOException {
    var redaction = new Redaction();
    run.database().secrets().forEach(redaction::learn);
    var handover = Handover.read(shared.handover());
    var progress = new Progress();
    progress.resume(handover.progress());
    var report = new ReportFile(shared.path().resolve("report"), REPORT_BYTES);
    var journal = new Journal(run.terminal().clock(), display.asStream(), report, redaction);
    journal.resume(handover.sequence());
    var phase = new ToolContainer(item, shared, journal).phase();
    journal.tell(phase, State.FAILED, failed.title(), null);
    return journal.close(ending, progress);
  }
}
