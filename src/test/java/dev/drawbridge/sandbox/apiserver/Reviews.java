package dev.drawbridge.sandbox.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers questions about permissions: here, everybody may do everything. */
final class Reviews {

  static final String GROUP = "authorization.k8s.io";

  private static final Map<String, String> KINDS =
      Map.of(
          "selfsubjectrulesreviews",
          "SelfSubjectRulesReview",
          "selfsubjectaccessreviews",
          "SelfSubjectAccessReview",
          "subjectaccessreviews",
          "SubjectAccessReview");

  static final Set<String> RESOURCES = KINDS.keySet();

  private Reviews() {}

  static boolean isReview(ApiRequest request) {
    return request.group().equals(GROUP) && RESOURCES.contains(request.resource());
  }

  static String kind(String resource) {
    return KINDS.getOrDefault(resource, "");
  }

  static ApiAnswer answer(ApiRequest request, ObjectNode review) {
    var status = review.putObject("status");
    if (request.resource().equals("selfsubjectrulesreviews")) {
      status.put("incomplete", false);
      var rule = status.putArray("resourceRules").addObject();
      for (var part : List.of("apiGroups", "resources", "verbs")) {
        rule.putArray(part).add("*");
      }
      status.putArray("nonResourceRules");
    } else {
      status.put("allowed", true);
    }
    return ApiAnswer.created(review);
  }
}
