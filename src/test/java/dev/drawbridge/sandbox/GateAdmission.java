package dev.drawbridge.sandbox;

import dev.drawbridge.gate.Decision;
import dev.drawbridge.gate.HoldRule;
import dev.drawbridge.gate.Write;
import dev.drawbridge.sandbox.apiserver.Admission;
import dev.drawbridge.sandbox.apiserver.ApiFailure;
import dev.drawbridge.sandbox.apiserver.ApiRequest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * The gate's rule in the place of its admission policies. Here the administrator may break glass,
 * and nobody else.
 */
public final class GateAdmission implements Admission {

  private static final HoldRule RULE = new HoldRule(HoldRule.OPERATOR);

  @Override
  public Deployment admit(
      @Nullable Deployment old, Deployment asked, String subresource, String user) {
    var mayBreakGlass = user.equals(ApiRequest.ADMINISTRATOR);
    var write = new Write(old, asked, part(subresource), user, migration -> mayBreakGlass);
    return switch (RULE.decide(write)) {
      case Decision.Allowed(var stored, var _) -> stored;
      case Decision.Refused(var sentence) -> throw refusal(asked, sentence);
    };
  }

  /** Kubernetes says "is forbidden" of both, and tells them apart by code and reason. */
  private static ApiFailure refusal(Deployment asked, String sentence) {
    var isAboutRights = sentence.contains("those who may breakglass");
    return new ApiFailure(
        isAboutRights ? 403 : 422,
        isAboutRights ? "Forbidden" : "Invalid",
        "deployments.apps \"%s\" is forbidden: %s"
            .formatted(asked.getMetadata().getName(), sentence));
  }

  private static Write.Part part(String subresource) {
    return switch (subresource) {
      case "scale" -> Write.Part.SCALE;
      case "status" -> Write.Part.STATUS;
      default -> Write.Part.OBJECT;
    };
  }
}
