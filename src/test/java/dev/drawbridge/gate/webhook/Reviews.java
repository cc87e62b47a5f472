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
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Admission reviews as the API server sends them, and what their answers make of the object. */
public final class Reviews {

  public static final String UID = "0df28fbd-5f5f-11e8-bc74-36e6bb280816";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What only a Rollout has. */
  public static final JsonNode STRATEGY = json("{\"canary\": {\"steps\": [{\"setWeight\": 20}]}}");

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

  /**
   * The review of the same write of a Rollout: the objects of {@code review} become Rollouts that
   * also have a field of their own.
   */
  public static ObjectNode ofRollout(ObjectNode review) {
    var request = review.withObjectProperty("request");
    request.putObject("kind").put("group", "argoproj.io").put("version", "v1alpha1");
    request.withObjectProperty("kind").put("kind", "Rollout");
    for (var member : List.of("object", "oldObject")) {
      if (request.get(member) instanceof ObjectNode object) {
        object.put("apiVersion", "argoproj.io/v1alpha1").put("kind", "Rollout");
        object.withObjectProperty("spec").set("strategy", STRATEGY);
        if (object.path("status").has("observedGeneration")) {
          var status = object.withObjectProperty("status");
          status.put("observedGeneration", status.path("observedGeneration").asText());
        }
      }
    }
    return review;
  }

  /** The Deployment as the API server stores it after {@code answer}. */
  public static Deployment stored(JsonNode review, JsonNode answer) {
    return stored(review, answer, Deployment.class);
  }

  /** The object as the API server stores it after {@code answer}. */
  public static <R> R stored(JsonNode review, JsonNode answer, Class<R> type) {
    return read(storedJson(review, answer), type);
  }

  /** The same, with all its fields. */
  public static JsonNode storedJson(JsonNode review, JsonNode answer) {
    var patch = answer.path("response").path("patch");
    var asked = review.path("request").path("object");
    try {
      return patch.isMissingNode()
          ? asked
          : JsonPatch.apply(MAPPER.readTree(Base64.getDecoder().decode(patch.asText())), asked);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What {@code object} is, or would be without what only Rollouts have. */
  public static Deployment asDeployment(JsonNode object) {
    var json = (ObjectNode) object.deepCopy();
    json.put("apiVersion", "apps/v1").put("kind", "Deployment");
    json.withObjectProperty("spec").remove("strategy");
    return read(json, Deployment.class);
  }

  private static <R> R read(JsonNode json, Class<R> type) {
    try {
      return MAPPER.treeToValue(json, type);
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
