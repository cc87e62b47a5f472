package dev.drawbridge;

import dev.drawbridge.operator.OperatorCommand;

/** The program. Its first argument picks what it is: {@code operator} or {@code runner}. */
public final class Drawbridge {

  private static final int USAGE = 2;

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments.length == 0 ? "" : arguments[0]));
  }

  private static int run(String command) {
    return switch (command) {
      case "operator" -> OperatorCommand.run(System.getenv());
      default -> {
        System.err.println("usage: drawbridge operator | runner");
        yield USAGE;
      }
    };
  }
}
