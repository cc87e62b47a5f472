package dev.drawbridge.command.request;

import dev.drawbridge.api.Markers;
import dev.drawbridge.command.cluster.Cluster;
import dev.drawbridge.command.cluster.ClusterOptions;
import dev.drawbridge.command.cluster.Named;
import dev.drawbridge.command.cluster.Unanswered;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.decide.BreakGlass;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge break-glass}: opens a gate without proof, with a reason. */
@Command(
    name = "break-glass",
    synopsisHeading = "usage: ",
    description =
        "Opens the gate of one Deployment, Rollout or pod without proof that what it needs is there."
            + " Tells what that opens and until when, and asks. It takes the verb breakglass.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:done",
      "1:nothing was changed, because it would not be what was meant",
      "2:the command cannot be carried out, or the API server does not allow it"
    })
public final class BreakGlassCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "KIND/NAME",
      arity = "0..1",
      description = "deployment/NAME, rollout/NAME or pod/NAME")
  private @Nullable String name;

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "why, for all who look at it later: a ticket, an incident")
  private @Nullable String reason;

  @Option(
      names = "--undo",
      description =
          "take the annotation off, when it has served; what was opened is not held again by that")
  private boolean takesOff;

  @Option(
      names = {"-y", "--yes"},
      description = "open it without a question")
  private boolean isSure;

  public BreakGlassCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(
          spec.commandLine(), "name what is to be opened: deployment/NAME");
    }
    if (takesOff == (reason != null && !reason.isBlank())) {
      throw new ParameterException(
          spec.commandLine(), "say why, by --reason TEXT; or take it back, by --undo");
    }
    var asked = name;
    return Request.carryOut(
        "break-glass",
        terminal,
        options,
        cluster -> carryOut(cluster, Named.of(asked, "deployment")));
  }

  private void carryOut(Cluster cluster, Named named) throws Unanswered, NotDone {
    var pane = Glass.of(named).look(cluster, named.name());
    if (takesOff) {
      takeOff(cluster, pane);
    } else {
      open(cluster, pane, String.valueOf(reason).strip());
    }
  }

  private void takeOff(Cluster cluster, Glass.Pane<?> pane) throws Unanswered, NotDone {
    var left = pane.takeOff(cluster);
    terminal
        .output()
        .println(
            "%s no longer says that its gate was opened. Pods that run go on; it waits again with the first template that asks for something else than %s."
                .formatted(Glass.title(left.seen()), left.need().ask().glassWords()));
  }

  private void open(Cluster cluster, Glass.Pane<?> pane, String why) throws Unanswered, NotDone {
    var words = pane.opensWith(why);
    terminal.output().println(pane.effect());
    new Consent(terminal, isSure).require("Break the glass?", "--yes");
    var opened = pane.open(cluster, words);
    terminal.output().println(told(opened));
  }

  private static String told(Glass.Pane<?> opened) {
    var by = BreakGlass.approverOf(opened.seen()).map(user -> " by " + user).orElse("");
    return opened.isWaiting()
        ? "%s: %s is written%s; it waits until the operator has seen that."
            .formatted(Glass.title(opened.seen()), Markers.BREAK_GLASS_ANNOTATION, by)
        : "%s is opened%s: its new pods start now. When it has served, drawbridge break-glass --undo takes the annotation off."
            .formatted(Glass.title(opened.seen()), by);
  }
}
