package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, with the HTTP code and the one-word reason that Kubernetes gives with it. */
public final class ApiFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  public ApiFailure(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static ApiFailure notFound(ObjectKey key) {
    return new ApiFailure(
        404, "NotFound", "%s \"%s\" not found".formatted(key.type().qualifiedName(), key.name()));
  }

  static ApiFailure conflict(ObjectKey key, String message) {
    return new ApiFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(key.type().qualifiedName(), key.name(), message));
  }

  static ApiFailure stale(ObjectKey key) {
    return conflict(
        key,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiFailure invalid(ObjectKey key, String message) {
    return new ApiFailure(
        422,
        "Invalid",
        "%s \"%s\" is invalid: %s".formatted(key.type().kind(), key.name(), message));
  }

  static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message);
  }

  ApiAnswer answer() {
    return ApiAnswer.failure(code, reason, String.valueOf(getMessage()));
  }

  static ObjectNode status(String outcome, int code) {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    return status.put("status", outcome).put("code", code);
  }
}
