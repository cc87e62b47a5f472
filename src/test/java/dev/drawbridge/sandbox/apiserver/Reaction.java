package dev.drawbridge.sandbox.apiserver;

import java.time.Duration;

/** What becomes of a request that somebody has looked at before the server. */
public sealed interface Reaction {

  /** The request is served as if nobody had looked. */
  Reaction SERVE = new Serve(Duration.ZERO);

  /**
   * The request is served.
   *
   * @param late how long the answer is kept back after that
   */
  record Serve(Duration late) implements Reaction {}

  /** The request has no effect, and this is what is answered. */
  record Answer(ApiAnswer answer) implements Reaction {}

  /** A refusal, such as 409 with Conflict, or 500 with InternalError. */
  static Reaction refuse(int code, String reason, String message) {
    return new Answer(ApiAnswer.failure(code, reason, message));
  }
}
