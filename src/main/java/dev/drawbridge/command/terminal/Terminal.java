package dev.drawbridge.command.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Where a command is called from.
 *
 * @param isWatched whether a person looks at {@code output}, and not a file or a program
 */
public record Terminal(
    InputStream input,
    PrintStream output,
    PrintStream errors,
    Map<String, String> environment,
    Clock clock,
    boolean isWatched) {

  private static final int WIDTH = 100;

  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** The terminal of this process. Whatever it is set to, it gets UTF-8: programs read it too. */
  public static Terminal ofProcess(Clock clock) {
    return new Terminal(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Variables.ofProcess(),
        clock,
        isWatchedByAPerson());
  }

  /** Since Java 25 there is again no console where input or output is not one. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isWatchedByAPerson() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** A parser of the words that {@code command}, an annotated object, is called with. */
  public CommandLine parser(Object command) {
    var parser = new CommandLine(command);
    configure(parser);
    return parser;
  }

  /** The same for {@code parser} and for the commands below it. */
  public void configure(CommandLine parser) {
    parser.getSubcommands().values().forEach(Terminal::addHelp);
    addHelp(parser);
    parser
        .setOut(new PrintWriter(output, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler(new Misuse())
        .setExecutionExceptionHandler(Misuse::broken);
  }

  private static void addHelp(CommandLine parser) {
    parser
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("this text")
                .build());
  }
}
