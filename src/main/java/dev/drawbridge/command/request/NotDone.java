package dev.drawbridge.command.request;

/** Nothing was changed, because it would not be what was meant. The message says why. */
final class NotDone extends Exception {

  private static final long serialVersionUID = 1L;

  /** The exit code of a command that could have been carried out, and was not. */
  static final int CODE = 1;

  NotDone(String sentence) {
    super(sentence);
  }
}
