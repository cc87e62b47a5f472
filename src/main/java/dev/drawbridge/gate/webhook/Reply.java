package dev.drawbridge.gate.webhook;

/** What is sent back over HTTP. */
record Reply(int code, String contentType, String body) {

  private static final int OK = 200;

  static Reply json(String body) {
    return new Reply(OK, "application/json", body);
  }

  /** Not an answer to a review: the API server shows the sentence to whoever writes the object. */
  static Reply refusal(int code, String sentence) {
    return new Reply(
        code, "text/plain; charset=utf-8", "Drawbridge's webhook: %s\n".formatted(sentence));
  }
}
