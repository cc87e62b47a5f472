package dev.drawbridge;

import dev.drawbridge.operator.OperatorCommand;
import dev.drawbridge.runner.Runner;

/** The program. Its first argument picks what it is: {@code operator} or {@code runner}. */
public final class Drawbridge {

  private static final String LOGGING = "logback.configurationFile";
  private static final int USAGE = 2;

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments.length == 1 ? arguments[0] : ""));
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
        System.err.println("usage: drawbridge operator | runner");
        yield USAGE;
      }
    };
  }
}
