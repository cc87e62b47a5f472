package dev.drawbridge;

import dev.drawbridge.operator.OperatorCommand;
import dev.drawbridge.runner.Runner;
import dev.drawbridge.runner.review.command.CheckCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The program. Its first argument picks what it is: {@code operator}, {@code runner} or {@code
 * check}.
 */
public final class Drawbridge {

  private static final String LOGGING = "logback.configurationFile";
  private static final int USAGE = 2;

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (!arguments.isEmpty() && arguments.getFirst().equals("check")) {
      return CheckCommand.run(
          arguments.subList(1, arguments.size()), inUtf8(System.out), inUtf8(System.err));
    }
    return run(arguments.size() == 1 ? arguments.getFirst() : "");
  }

  /** Whatever the terminal is set to: the readers of findings are programs too. */
  private static PrintStream inUtf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private static int run(String command) {
    return switch (command) {
      case "operator" -> {
        System.setProperty(LOGGING, "logback-operator.xml");
        yield OperatorCommand.run(System.getenv());
      }
      case "runner" -> {
        // Standard output is the runner's report, so its libraries log elsewhere.
        System.setProperty(LOGGING, "logback-runner.xml");
        yield Runner.run(System.getenv());
      }
      default -> {
        System.err.println("usage: drawbridge operator | runner | check FILE…");
        yield USAGE;
      }
    };
  }
}
