package dev.drawbridge.gate.webhook;

import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY;
import static com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.drawbridge.api.Rollout;
import dev.drawbridge.gate.Write;
import dev.drawbridge.gate.pod.PodRules;
import dev.drawbridge.gate.webhook.Reading.NotForUs;
import dev.drawbridge.gate.webhook.Reading.Understood;
import dev.drawbridge.gate.webhook.Reading.Unreadable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads admission reviews, from whomever they come. */
final class ReviewReader {

  static final String VERSION = "admission.k8s.io/v1";
  static final String KIND = "AdmissionReview";

  private final ObjectMapper mapper;
  private final ObjectReader strict;

  ReviewReader(ObjectMapper mapper) {
    this.mapper = mapper;
    strict = mapper.reader().with(FAIL_ON_TRAILING_TOKENS).with(FAIL_ON_READING_DUP_TREE_KEY);
  }

  /**
   * Reads all of {@code body}.
   *
   * @throws IOException if the body cannot be had; what is wrong with its content is a value
   */
  Reading read(InputStream body) throws IOException {
    try {
      return review(strict.readTree(body));
    } catch (JacksonException notJson) {
      return new Unreadable(
          "the body is no JSON that can be read: " + notJson.getOriginalMessage());
    }
  }

  private Reading review(JsonNode review) throws JacksonException {
    if (!KIND.equals(review.path("kind").textValue())) {
      return new Unreadable("the body is no " + KIND);
    }
    var version = review.path("apiVersion").textValue();
    if (!VERSION.equals(version)) {
      return new Unreadable(
          "the review is of version %s, and only %s is understood: set admissionReviewVersions to [v1]"
              .formatted(version, VERSION));
    }
    var uid = review.path("request").path("uid").textValue();
    return uid == null || uid.isEmpty()
        ? new Unreadable("the review has no request with a uid")
        : request(uid, review.get("request"));
  }

  private Reading request(String uid, JsonNode tree) {
    try {
      return judgeable(mapper.treeToValue(tree, AdmissionRequest.class));
    } catch (JacksonException | IllegalArgumentException notOfTheModel) {
      return new NotForUs(uid, "the object cannot be read: " + cause(notOfTheModel));
    }
  }

  private Reading judgeable(AdmissionRequest request) {
    if (request.getUserInfo() == null || request.getUserInfo().getUsername() == null) {
      return new NotForUs(request.getUid(), "the request does not say who makes it");
    }
    var asked = judged(request.getObject());
    if (asked == null) {
      return notJudged(request, request.getObject());
    }
    if (asked.getMetadata() == null) {
      return new NotForUs(request.getUid(), "the object has no metadata");
    }
    if (request.getOldObject() == null) {
      return write(request, null, asked);
    }
    var old = judged(request.getOldObject());
    return old != null && old.getClass() == asked.getClass()
        ? write(request, old, asked)
        : notJudged(request, request.getOldObject());
  }

  /** What of {@code object} is judged; null if there is no rule for it. */
  private @Nullable HasMetadata judged(@Nullable Object object) {
    return switch (object) {
      case Deployment deployment -> deployment;
      case GenericKubernetesResource other when isRollout(other) ->
          mapper.convertValue(other, Rollout.class).asDeployment();
      case HasMetadata other when PodRules.knows(other) -> other;
      case null, default -> null;
    };
  }

  private static boolean isRollout(GenericKubernetesResource resource) {
    return HasMetadata.getApiVersion(Rollout.class).equals(resource.getApiVersion())
        && HasMetadata.getKind(Rollout.class).equals(resource.getKind());
  }

  private static Reading write(
      AdmissionRequest request, @Nullable HasMetadata old, HasMetadata asked) {
    return switch (request.getSubResource()) {
      case null -> new Understood(request, Write.Part.OBJECT, old, asked);
      case "" -> new Understood(request, Write.Part.OBJECT, old, asked);
      case "status" -> new Understood(request, Write.Part.STATUS, old, asked);
      case String other ->
          new NotForUs(
              request.getUid(),
              "Drawbridge does not judge the subresource %s: correct the rules of its webhook configuration"
                  .formatted(other));
    };
  }

  private static Reading notJudged(AdmissionRequest request, @Nullable Object object) {
    return new NotForUs(
        request.getUid(),
        "Drawbridge judges Deployments, Rollouts, pods and what makes pods, and this is %s: correct the rules of its webhook configuration"
            .formatted(name(object)));
  }

  private static String name(@Nullable Object object) {
    return switch (object) {
      case null -> "nothing";
      case HasMetadata resource -> resource.getKind() + " of " + resource.getApiVersion();
      case Object other -> other.getClass().getSimpleName();
    };
  }

  private static String cause(Exception failure) {
    return failure instanceof JacksonException json
        ? String.valueOf(json.getOriginalMessage())
        : String.valueOf(failure.getMessage());
  }
}
