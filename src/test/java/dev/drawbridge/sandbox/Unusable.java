package dev.drawbridge.sandbox;

/** What was given to the sandbox cannot be shown. The message says to its author what to change. */
final class Unusable extends Exception {

  private static final long serialVersionUID = 1L;

  Unusable(String sentence) {
    super(sentence);
  }
}
