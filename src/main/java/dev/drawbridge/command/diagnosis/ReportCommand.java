package dev.drawbridge.command.diagnosis;

import dev.drawbridge.command.terminal.Form;
import dev.drawbridge.command.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge report}: what is known of the last run of a Migration. */
@Command(
    name = "report",
    synopsisHeading = "usage: ",
    description =
        "Tells what is known of the last run of a Migration: reason, summary, checks, timeline and"
            + " logs.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:reported, whatever the run has come to",
      "2:the command cannot be carried out",
      "3:there is no such Migration",
      "4:you have no right to read it",
      "5:the cluster does not answer"
    })
public final class ReportCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", arity = "0..1", description = "its name")
  private @Nullable String name;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "its namespace (default: that of the context)")
  private @Nullable String namespace;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description = "text (default) or json")
  private Form form = Form.TEXT;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "how to reach the cluster (default: KUBECONFIG, or ~/.kube/config)")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "a context of the kubeconfig (default: its current one)")
  private @Nullable String context;

  public ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "name the Migration");
    }
    try (var cluster = Cluster.of(kubeconfig, context, namespace)) {
      var migration = cluster.migration(name);
      var logs =
          new PodLogs(cluster.client(), cluster.namespace()).of(migration.statusOrNone().run());
      var diagnosis = Diagnosis.of(migration, logs, terminal.clock().instant());
      terminal
          .output()
          .print(form == Form.JSON ? JsonReport.of(diagnosis) : TextReport.of(diagnosis));
      return 0;
    } catch (NotReported nothing) {
      terminal.errors().println("drawbridge report: " + nothing.getMessage());
      return nothing.code();
    }
  }
}
