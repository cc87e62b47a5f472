package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** The kinds of patch, told apart by their content type. */
enum Patch {
  JSON("application/json-patch+json"),
  MERGE("application/merge-patch+json"),
  STRATEGIC("application/strategic-merge-patch+json"),
  APPLY("application/apply-patch+yaml");

  private final String contentType;

  Patch(String contentType) {
    this.contentType = contentType;
  }

  static Patch of(ApiRequest request) {
    for (var patch : values()) {
      if (request.contentType().startsWith(patch.contentType)) {
        return patch;
      }
    }
    throw new ApiFailure(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format: " + request.contentType());
  }

  /** What becomes of {@code target}, which stays as it is. */
  ObjectNode apply(StoredObject target, String body) {
    var patch = Serialization.unmarshal(body, JsonNode.class);
    var json = target.json();
    var patched =
        switch (this) {
          case JSON -> operations(json, patch);
          case MERGE -> MergePatch.apply(json, patch);
          case STRATEGIC -> strategic(target, patch);
          case APPLY -> StrategicMergePatch.apply(json, patch);
        };
    return (ObjectNode) patched;
  }

  private static JsonNode operations(JsonNode target, JsonNode patch) {
    try {
      return JsonPatch.apply(patch, target);
    } catch (JsonPatchException refused) {
      throw new ApiFailure(
          422,
          "Invalid",
          "the server rejected our request due to an error in our request: "
              + refused.getMessage());
    }
  }

  private static JsonNode strategic(StoredObject target, JsonNode patch) {
    if (target.key().type().isCustom()) {
      throw new ApiFailure(
          415,
          "UnsupportedMediaType",
          "strategic merge patches are not for custom resources: use a merge patch");
    }
    return StrategicMergePatch.apply(target.json(), patch);
  }
}
