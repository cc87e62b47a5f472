package dev.drawbridge.gate.webhook;

import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;

/** What is sent back over HTTP. */
record Reply(int code, String contentType, String body, Verdict verdict) {

  private static final int OK = 200;
  private static final int FORBIDDEN = 403;

  /** An answer to a review. */
  static Reply json(String body, AdmissionResponse response) {
    return new Reply(OK, "application/json", body, verdict(response));
  }

  private static Verdict verdict(AdmissionResponse response) {
    if (Boolean.TRUE.equals(response.getAllowed())) {
      return response.getPatch() == null ? Verdict.ALLOWED : Verdict.CHANGED;
    }
    return response.getStatus().getCode() == FORBIDDEN ? Verdict.REFUSED : Verdict.FAILED;
  }

  /** Not an answer to a review: the API server shows the sentence to whoever writes the object. */
  static Reply refusal(int code, String sentence) {
    return new Reply(
        code,
        "text/plain; charset=utf-8",
        "Drawbridge's webhook: %s\n".formatted(sentence),
        Verdict.FAILED);
  }
}
