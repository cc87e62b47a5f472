package dev.drawbridge;

import dev.drawbridge.runner.Runner;

/** The program. Its first argument picks what it is: {@code operator} or {@code runner}. */
public final class Drawbridge {

  private static final String LOGGING = "logback.configurationFile";

  private Drawbridge() {}

  /** Starts the command that the first argument names, and ends with its exit code. */
  public static void main(String[] arguments) {
    switch (arguments.length == 1 ? arguments[0] : "") {
      case "runner" -> {
        // Standard output is the runner's report, so its libraries log elsewhere.
        System.setProperty(LOGGING, "logback-runner.xml");
        System.exit(Runner.run(System.getenv()));
      }
      default -> {
        System.err.println("usage: drawbridge operator | runner");
        System.exit(2);
      }
    }
  }
}
