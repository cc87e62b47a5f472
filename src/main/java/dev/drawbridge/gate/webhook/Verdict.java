package dev.drawbridge.gate.webhook;

/** How a request to the webhook was answered, for whoever counts. */
public enum Verdict {
  /** Stored as it was asked for. */
  ALLOWED("Allowed"),
  /** Stored with changes, such as a hold. */
  CHANGED("Changed"),
  /** Not stored, with a sentence that says why. */
  REFUSED("Refused"),
  /** Not understood, or not answered as a review: the API server refuses the write. */
  FAILED("Failed");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The word for it where people read. */
  public String word() {
    return word;
  }
}
