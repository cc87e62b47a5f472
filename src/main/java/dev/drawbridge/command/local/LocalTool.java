package dev.drawbridge.command.local;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.command.manifest.References;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Progress;
import dev.drawbridge.runner.process.Redaction;
import dev.drawbridge.runner.process.ReportFile;
import dev.drawbridge.runner.tool.ToolContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A step or a check of the user's own as a process of this machine, between two processes of the
 * runner: the one before has written how to connect, the one after looks at what was done.
 */
record LocalTool(LocalRun run, SharedFolder shared, Display display, StopRequest stop) {

  private static final int LONGEST_OUTPUT = 16 * 1024;
  private static final int CANNOT_START = 127;

  /** Runs {@code item}; how the run ends if it has failed. */
  Optional<Exit> run(PlanItem item) throws IOException {
    if (Files.exists(shared.skip(item.name()))) {
      return Optional.empty();
    }
    var code = start(item, Objects.requireNonNull(item.run()));
    return code == 0 && !stop.isMade() ? Optional.empty() : Optional.of(tell(item, code));
  }

  private int start(PlanItem item, RunStep step) throws IOException {
    var variables = run.variables(item, shared);
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
    Files.write(shared.lastOutput(item.name()), endOfOutput(process));
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
  private Exit tell(PlanItem item, int code) throws IOException {
    var redaction = new Redaction();
    redaction.learn(run.database().password());
    var handover = Handover.read(shared.handover());
    var progress = new Progress();
    progress.resume(handover.progress());
    var report = new ReportFile(shared.path().resolve("report"), LONGEST_OUTPUT);
    var journal = new Journal(run.terminal().clock(), display.asStream(), report, redaction);
    journal.resume(handover.sequence());
    var how = how(code);
    journal.tell(new ToolContainer(item, shared, journal).phase(), State.FAILED, title(item), how);
    return journal.close(ending(item, how), progress);
  }

  private String title(PlanItem item) {
    return switch (item.part()) {
      case PREFLIGHT -> "check " + run.spec().preflight().get(item.place()).name();
      case MIGRATE -> MigrateStep.title(item.place(), Objects.requireNonNull(item.run()));
      case VERIFY -> "check " + run.spec().verify().get(item.place()).name();
    };
  }

  private String how(int code) {
    if (stop.isMade()) {
      return "was ended on request";
    }
    return code == CANNOT_START
        ? "could not be started, or did not find a program"
        : "ended with exit code " + code;
  }

  private Ending ending(PlanItem item, String how) {
    var title = title(item);
    var hint = "Correct what it complains of, then run it again.";
    var message =
        "%s %s. %s %s"
            .formatted(
                Character.toUpperCase(title.charAt(0)) + title.substring(1),
                how,
                standing(item),
                hint);
    return new Ending(
        stop.isMade() ? Exit.INTERRUPTED : exit(item),
        stop.isMade() ? Reason.INTERRUPTED : reason(item),
        message,
        new Closing.Failure(title, null, null, null, hint));
  }

  private static String standing(PlanItem item) {
    return switch (item.part()) {
      case PREFLIGHT -> "Nothing was applied.";
      case MIGRATE -> "What it and the steps before it have done stays.";
      case VERIFY -> "What was applied stays.";
    };
  }

  private static Exit exit(PlanItem item) {
    return switch (item.part()) {
      case PREFLIGHT -> Exit.PREFLIGHT_FAILED;
      case MIGRATE -> Exit.MIGRATION_FAILED;
      case VERIFY -> Exit.VERIFICATION_FAILED;
    };
  }

  private static Reason reason(PlanItem item) {
    return switch (item.part()) {
      case PREFLIGHT -> Reason.PREFLIGHT_FAILED;
      case MIGRATE -> Reason.STEP_FAILED;
      case VERIFY -> Reason.VERIFICATION_FAILED;
    };
  }
}
