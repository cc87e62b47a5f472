package dev.drawbridge.command.manifest;

/** What was given in files cannot be used. The message says to its author what to change. */
public final class Unusable extends Exception {

  private static final long serialVersionUID = 1L;

  public Unusable(String sentence) {
    super(sentence);
  }
}
