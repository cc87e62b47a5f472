package dev.drawbridge.runner.review.command;

/** The command was called in a way that cannot be meant. The message says how it is called. */
final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String problem) {
    super("drawbridge check: " + problem + "\n" + CheckArguments.USAGE);
  }
}
