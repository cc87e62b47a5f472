package dev.drawbridge.command.request;

import dev.drawbridge.api.Migration;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
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

/** {@code drawbridge approve}: says yes to the plan that a Migration waits with. */
@Command(
    name = "approve",
    synopsisHeading = "usage: ",
    description =
        "Shows the plan that a Migration waits with, asks, and approves of exactly that plan, in"
            + " your name.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:done",
      "1:nothing was changed, because it would not be what was meant",
      "2:the command cannot be carried out, or the API server does not allow it"
    })
public final class ApproveCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", arity = "0..1", description = "its name")
  private @Nullable String name;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description =
          "under which name of spec.approvals (default: the one that you may approve as and that is"
              + " missing)")
  private @Nullable String role;

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description =
          "the digest of the plan that you have read: approves without a question, and not of"
              + " another plan")
  private @Nullable String digest;

  @Option(
      names = {"-y", "--yes"},
      description = "approve of whatever plan waits now, without a question")
  private boolean isSure;

  public ApproveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "name the Migration");
    }
    var asked = name;
    return Request.carryOut(
        "approve",
        terminal,
        options,
        cluster -> approve(cluster, Named.of(asked, "migration").name()));
  }

  private void approve(Cluster cluster, String migration) throws Unanswered, NotDone {
    var waiting = WaitingPlan.of(cluster.read(Migration.class, migration));
    if (digest != null) {
      waiting.requireDigest(digest);
    }
    terminal.output().println(waiting.text(terminal.clock().instant()));
    var asked = new RoleChoice(cluster, waiting).of(role);
    new Consent(terminal, isSure || digest != null)
        .require(waiting.question(asked), "--digest " + waiting.digest());
    terminal.output().println(waiting.approve(cluster, asked));
  }
}
