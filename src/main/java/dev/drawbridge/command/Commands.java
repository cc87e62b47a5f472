package dev.drawbridge.command;

import dev.drawbridge.command.check.CheckCommand;
import dev.drawbridge.command.diagnosis.ReportCommand;
import dev.drawbridge.command.local.PlanCommand;
import dev.drawbridge.command.local.RunCommand;
import dev.drawbridge.command.request.ApproveCommand;
import dev.drawbridge.command.request.BreakGlassCommand;
import dev.drawbridge.command.request.RetryCommand;
import dev.drawbridge.command.status.StatusCommand;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code drawbridge} itself, which is one of its commands. */
@Command(
    name = "drawbridge",
    synopsisHeading = "usage: ",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    versionProvider = Version.class,
    description = "Database migrations as Kubernetes resources: the commands for people.",
    footer = {
      "",
      "operator and runner, without further words, are what the image starts in the cluster.",
      "drawbridge COMMAND --help tells more."
    })
public final class Commands implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private Commands() {}

  /** Does what {@code words} ask for; returns the exit code of the process. */
  public static int run(List<String> words, Terminal terminal) {
    return parser(terminal).execute(words.toArray(String[]::new));
  }

  /** All commands, with their options. */
  static CommandLine parser(Terminal terminal) {
    var parser = new CommandLine(new Commands());
    parser.addSubcommand(new CheckCommand(terminal));
    parser.addSubcommand(new PlanCommand(terminal));
    parser.addSubcommand(new RunCommand(terminal));
    parser.addSubcommand(new ReportCommand(terminal));
    parser.addSubcommand(new StatusCommand(terminal));
    parser.addSubcommand(new ApproveCommand(terminal));
    parser.addSubcommand(new RetryCommand(terminal));
    parser.addSubcommand(new BreakGlassCommand(terminal));
    parser.addSubcommand(new CompletionCommand(terminal));
    terminal.configure(parser);
    parser.getCommandSpec().addOption(version());
    return parser;
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .versionHelp(true)
        .type(boolean.class)
        .description("which release this is, and on which Java")
        .build();
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Misuse.CODE;
  }
}
