package dev.drawbridge.runner.process;

/** What became of a script that did not come to its end, as far as the runner can know. */
public enum Fate {
  /** The database took back all of it. */
  ROLLED_BACK("it was rolled back"),
  /** It ran without a transaction, so a part of it may stay. */
  PERHAPS_HALF_DONE("it ran outside a transaction and may be half done"),
  /** Nobody was told whether its transaction was committed. */
  NOT_KNOWN("whether it was committed is not known; the next run reads the history");

  private final String words;

  Fate(String words) {
    this.words = words;
  }

  /** The fate of a script whose statement or whose commit failed. */
  public static Fate ofFailed(Progress.Script script, boolean lostConnection) {
    if (!script.transactional()) {
      return PERHAPS_HALF_DONE;
    }
    return lostConnection && script.committing() ? NOT_KNOWN : ROLLED_BACK;
  }

  /** The fate of a script that was left to itself: it may go on until the server notices. */
  public static Fate ofAbandoned(Progress.Script script) {
    return script.transactional() ? NOT_KNOWN : PERHAPS_HALF_DONE;
  }

  /** A sentence without its dot that begins with a small letter. */
  public String words() {
    return words;
  }
}
