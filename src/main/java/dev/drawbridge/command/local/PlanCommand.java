package dev.drawbridge.command.local;

import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.Form;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.runner.plan.ToldPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge plan}: what a run would do now, without doing it. */
@Command(
    name = "plan",
    synopsisHeading = "usage: ",
    description =
        "Says what a run would do now: the pending scripts with their checksums, and a digest of"
            + " all of it. With guardrails.rehearse, rehearses them. By the name of a Migration:"
            + " shows the plan that its last run in the cluster has told.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:planned",
      "2:nothing was started: the command cannot be carried out",
      "20-26:as the runner in a pod (see the reference)"
    })
public final class PlanCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MIGRATION",
      arity = "0..1",
      description = "without -f: a Migration in the cluster, whose last told plan is shown")
  private @Nullable String name;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description =
          "text (default): a table for people; json: all of the plan for programs, or why there is"
              + " none")
  private Form form = Form.TEXT;

  public PlanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (name != null && options.nameManifests()) {
      throw new ParameterException(
          spec.commandLine(), "name a Migration of the cluster, or files with -f, and not both");
    }
    return name == null ? planHere() : new TellPlan(terminal, cluster, form).of(name);
  }

  private int planHere() throws IOException {
    var begin = terminal.clock().instant();
    var plan = new AtomicReference<@Nullable ToldPlan>();
    try {
      return options.resolve(terminal).plan(plan::set, report -> tell(report, begin, plan.get()));
    } catch (Unusable unusable) {
      terminal.errors().println("drawbridge plan: " + unusable.getMessage());
      tell(FailedPlan.notStarted(unusable));
      return Misuse.CODE;
    }
  }

  private int tell(RunLog report, Instant begin, @Nullable ToldPlan plan) {
    report.events().stream()
        .filter(event -> event.state() == State.WARNING)
        .map(PlanCommand::warning)
        .forEach(terminal.errors()::println);
    var closing = report.closing().orElseThrow();
    if (closing.outcome() != Exit.PLANNED) {
      var since = Duration.between(begin, terminal.clock().instant());
      ClosingText.of(closing, since).forEach(terminal.errors()::println);
      tell(FailedPlan.of(closing));
      return closing.outcome().code();
    }
    if (plan != null) {
      terminal.output().print(form == Form.TEXT ? plan.text() : plan.json());
    }
    return 0;
  }

  /** People have been told already. */
  private void tell(FailedPlan failed) {
    if (form == Form.JSON) {
      terminal.output().print(failed.json());
    }
  }

  private static String warning(RunEvent event) {
    return "warning: %s: %s".formatted(event.subject(), event.message());
  }
}
