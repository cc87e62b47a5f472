package dev.drawbridge.command.diagnosis;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.terminal.Form;
import dev.drawbridge.command.terminal.JsonText;
import dev.drawbridge.command.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge report}: what is known of the last run of a Migration, or of a Rollback. */
@Command(
    name = "report",
    synopsisHeading = "usage: ",
    description =
        "Tells what is known of the last run of a Migration, or of a Rollback: reason, summary,"
            + " checks, timeline and logs.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:reported, whatever the run has come to",
      "2:the command cannot be carried out",
      "3:there is no such Migration or Rollback",
      "4:you have no right to read it",
      "5:the cluster does not answer"
    })
public final class ReportCommand implements Callable<Integer> {

  static final int MISSING = 3;
  static final int NO_RIGHT = 4;
  static final int NO_CLUSTER = 5;

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "the Migration; or rollback/NAME, a Rollback")
  private @Nullable String name;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description = "text (default) or json")
  private Form form = Form.TEXT;

  public ReportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "name the Migration, or rollback/NAME");
    }
    try (var cluster = options.open(terminal)) {
      var subject = subject(cluster, name);
      var logs = new PodLogs(cluster.client(), cluster.namespace()).of(subject.run());
      var diagnosis = Diagnosis.of(subject, logs, terminal.clock().instant());
      terminal
          .output()
          .print(form == Form.JSON ? JsonText.of(diagnosis) : TextReport.of(diagnosis));
      return 0;
    } catch (Unanswered nothing) {
      terminal.errors().println("drawbridge report: " + nothing.sentence());
      return code(nothing);
    }
  }

  private static Subject subject(Cluster cluster, String name) throws Unanswered {
    return switch (Named.of(name, "migration")) {
      case Named(var kind, var rollback) when kind.equals("rollback") ->
          Subject.of(cluster.read(Rollback.class, rollback));
      case Named(_, var migration) -> Subject.of(cluster.read(Migration.class, migration));
    };
  }

  static int code(Unanswered nothing) {
    return switch (nothing.why()) {
      case MISSING -> MISSING;
      case NO_RIGHT -> NO_RIGHT;
      case NO_CLUSTER -> NO_CLUSTER;
    };
  }
}
