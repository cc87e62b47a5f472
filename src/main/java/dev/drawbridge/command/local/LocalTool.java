package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.References;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step of the user's own as a process of this machine, between two processes of the runner: the
 * one before has written how to connect, the one after looks at what was done.
 */
record LocalTool(LocalRun run, SharedFolder shared, Display display, StopRequest stop) {

  private static final int LONGEST_OUTPUT = 16 * 1024;
  private static final int CANNOT_START = 127;

  /** Runs the step at {@code place}; how the run ends if the step has failed. */
  Optional<Exit> run(int place) throws IOException {
    if (Files.exists(shared.skip(place))) {
      return Optional.empty();
    }
    var step = Objects.requireNonNull(run.spec().migrate().get(place).run());
    var code = start(place, step);
    if (code == 0 && !stop.isMade()) {
      return Optional.empty();
    }
    return Optional.of(tell(MigrateStep.title(place, step), code));
  }

  private int start(int place, RunStep step) throws IOException {
    var variables = run.variables(place, shared);
    var builder = new ProcessBuilder(command(step, variables));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(LocalVariables::isOurs);
    builder.environment().putAll(variables);
    Process process;
    try {
      process = builder.start();
    } catch (IOException notStarted) {
      run.terminal().errors().println(notStarted.getMessage());
      return CANNOT_START;
    }
    stop.concerns(process);
    process.getOutputStream().close();
    Files.write(shared.lastOutput(place), endOfOutput(process));
    return RunnerChild.ended(process);
  }

  private static List<String> command(RunStep step, Map<String, String> variables) {
    var words = new ArrayList<>(step.command());
    words.addAll(step.args());
    return words.stream().map(word -> References.resolved(word, variables)).toList();
  }

  /** Passes on all that it writes, to where the report does not go, and keeps the end of it. */
  private byte[] endOfOutput(Process process) throws IOException {
    var kept = new byte[0];
    var part = new byte[LONGEST_OUTPUT];
    try (var output = process.getInputStream()) {
      for (var length = output.read(part); length >= 0; length = output.read(part)) {
        run.terminal().errors().write(part, 0, length);
        var all = Arrays.copyOf(kept, kept.length + length);
        System.arraycopy(part, 0, all, kept.length, length);
        kept = Arrays.copyOfRange(all, Math.max(0, all.length - LONGEST_OUTPUT), all.length);
      }
    }
    run.terminal().errors().flush();
    return kept;
  }

  /** In a cluster the operator tells this, who sees the container's exit code. */
  private Exit tell(String title, int code) {
    var redaction = new Redaction();
    redaction.learn(run.database().password());
    var handover = Handover.read(shared.handover());
    var progress = new Progress();
    progress.resume(handover.progress());
    var report = new ReportFile(shared.path().resolve("report"), LONGEST_OUTPUT);
    var journal = new Journal(run.terminal().clock(), display.asStream(), report, redaction);
    journal.resume(handover.sequence());
    var how = how(code);
    journal.tell(RunPhase.TOOL, State.FAILED, title, how);
    return journal.close(ending(title, how), progress);
  }

  private String how(int code) {
    if (stop.isMade()) {
      return "was ended on request";
    }
    return code == CANNOT_START
        ? "could not be started, or did not find a program"
        : "ended with exit code " + code;
  }

  private Ending ending(String title, String how) {
    var hint = "Correct what it complains of, then run it again.";
    var message =
        "%s %s. What it and the steps before it have done stays. %s"
            .formatted(Character.toUpperCase(title.charAt(0)) + title.substring(1), how, hint);
    return new Ending(
        stop.isMade() ? Exit.INTERRUPTED : Exit.MIGRATION_FAILED,
        stop.isMade() ? Reason.INTERRUPTED : Reason.STEP_FAILED,
        message,
        new Closing.Failure(title, null, null, null, hint));
  }
}
