package dev.drawbridge.command.local;

import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.command.terminal.EnumWords;
import dev.drawbridge.command.terminal.Misuse;
import dev.drawbridge.command.terminal.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drawbridge run}: on this machine what a pod does in the cluster. */
@Command(
    name = "run",
    synopsisHeading = "usage: ",
    description =
        "Runs a Migration on this machine as a pod does in the cluster: the same checks, scripts,"
            + " limits, locks, lines and exit codes.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:verified",
      "2:nothing was started: the command cannot be carried out",
      "20-26:as the runner in a pod (see the reference)"
    })
public final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Form.Words.class,
      description =
          "text: a line for people for each thing (default on a terminal); lines: the report of a"
              + " pod, one JSON object a line (default otherwise)")
  private @Nullable Form form;

  @Option(
      names = "--local-tools",
      description =
          "start the commands of run steps on this machine, as they are installed here, in the"
              + " place of their containers")
  private boolean startsTools;

  @Option(
      names = "--without-backup",
      description = "leave out spec.backup, which writes to a claim of the cluster")
  private boolean savesNothing;

  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** For whom it is written. */
  enum Form {
    TEXT,
    LINES;

    /** A form by its name. */
    static final class Words extends EnumWords<Form> {

      Words() {
        super("--output", Form.class);
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    try {
      var whole = options.resolve(terminal);
      Fitness.requireNoBackup(whole.given().source(), savesNothing);
      var run = whole.withoutBackup();
      Fitness.requireTools(run.given().source(), startsTools, terminal.environment());
      return run.run(display());
    } catch (Unusable unusable) {
      terminal.errors().println("drawbridge run: " + unusable.getMessage());
      return Misuse.CODE;
    }
  }

  private Display display() {
    var watched = terminal.isWatched() ? Form.TEXT : Form.LINES;
    return switch (form == null ? watched : form) {
      case TEXT -> new Display.Progress(terminal.output(), terminal.clock().instant());
      case LINES -> new Display.Lines(terminal.output());
    };
  }
}
