package dev.drawbridge.gate.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Admission reviews as the API server sends them, and what their answers make of the object. */
public final class Reviews {

  public static final String UID = "0df28fbd-5f5f-11e8-bc74-36e6bb280816";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Reviews() {}

  /** The review of a write of {@code asked}. */
  public static ObjectNode of(
      @Nullable HasMetadata old, HasMetadata asked, String user, String... groups) {
    var review = MAPPER.createObjectNode();
    review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
    var request = review.putObject("request");
    request.put("uid", UID);
    request.putObject("kind").put("group", "apps").put("version", "v1").put("kind", "Deployment");
    request
        .putObject("resource")
        .put("group", "apps")
        .put("version", "v1")
        .put("resource", "deployments");
    request.put("name", asked.getMetadata().getName()).put("namespace", "shop");
    request.put("operation", old == null ? "CREATE" : "UPDATE");
    request.putObject("userInfo").put("username", user);
    var listed = request.withObjectProperty("userInfo").putArray("groups").add("people");
    Stream.of(groups).forEach(listed::add);
    request.set("object", MAPPER.valueToTree(asked));
    request.set("oldObject", old == null ? MAPPER.nullNode() : MAPPER.valueToTree(old));
    request.put("dryRun", false);
    return review;
  }

  /** The Deployment as the API server stores it after {@code answer}. */
  public static Deployment stored(JsonNode review, JsonNode answer) {
    return stored(review, answer, Deployment.class);
  }

  /** The object as the API server stores it after {@code answer}. */
  public static <R> R stored(JsonNode review, JsonNode answer, Class<R> type) {
    var patch = answer.path("response").path("patch");
    var asked = review.path("request").path("object");
    try {
      var stored =
          patch.isMissingNode()
              ? asked
              : JsonPatch.apply(MAPPER.readTree(Base64.getDecoder().decode(patch.asText())), asked);
      return MAPPER.treeToValue(stored, type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(text, unreadable);
    }
  }
}
