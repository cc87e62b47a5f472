package dev.drawbridge.command;

import dev.drawbridge.command.terminal.EnumWords;
import dev.drawbridge.command.terminal.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drawbridge completion}: the script by which a shell completes our words. */
@Command(
    name = "completion",
    synopsisHeading = "usage: ",
    description = {
      "Prints the script by which a shell completes commands and options.",
      "In bash or zsh: source <(drawbridge completion bash)"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "bash|zsh|kubectl",
      arity = "0..1",
      converter = Shell.Words.class,
      description =
          "for whom: bash and zsh take the same script, kubectl the program"
              + " kubectl_complete-drawbridge")
  private @Nullable Shell shell;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What completes. */
  enum Shell {
    /** The usual one on servers. */
    BASH,
    /** The usual one on a Mac; it reads bash's scripts. */
    ZSH,
    /** What asks a program of its own about plugins. */
    KUBECTL;

    /** A shell by its name. */
    static final class Words extends EnumWords<Shell> {

      Words() {
        super("the shell", Shell.class);
      }
    }
  }

  @Override
  public Integer call() {
    if (shell == null) {
      throw new ParameterException(spec.commandLine(), "name the shell: bash, zsh or kubectl");
    }
    var script = new CompletionScript(spec.parent().commandLine());
    terminal
        .output()
        .print(
            switch (shell) {
              case BASH, ZSH -> script.bash();
              case KUBECTL -> script.kubectl();
            });
    return 0;
  }
}
