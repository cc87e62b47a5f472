package dev.drawbridge;

import dev.drawbridge.command.Commands;
import dev.drawbridge.command.terminal.Terminal;
import dev.drawbridge.operator.OperatorCommand;
import dev.drawbridge.runner.Runner;
import java.time.Clock;
import java.util.List;

/**
 * The program. Its first argument picks what it is: {@code operator} or {@code runner}, which the
 * image starts, or one of the commands for people.
 */
public final class Drawbridge {

  private static final String LOGGING = "logback.configurationFile";

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    return switch (arguments.size() == 1 ? arguments.getFirst() : "") {
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
        System.setProperty(LOGGING, "logback-command.xml");
        yield Commands.run(arguments, Terminal.ofProcess(Clock.systemUTC()));
      }
    };
  }
}
