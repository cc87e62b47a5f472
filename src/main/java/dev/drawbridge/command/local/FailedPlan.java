package dev.drawbridge.command.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.report.Closing;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no plan, for programs: they get one object in any case.
 *
 * @param failure where it failed; null if that is nowhere
 */
record FailedPlan(String reason, String message, Closing.@Nullable Failure failure) {

  /** The reason of a command that has started nothing. */
  private static final String NOT_STARTED = "NothingStarted";

  static FailedPlan notStarted(Unusable why) {
    return new FailedPlan(NOT_STARTED, String.valueOf(why.getMessage()), null);
  }

  static FailedPlan of(Closing closing) {
    return new FailedPlan(closing.reason().word(), closing.message(), closing.failure());
  }

  String json() {
    var mapper = new JsonMapper();
    var root = mapper.createObjectNode().put("reason", reason).put("message", message);
    if (failure != null) {
      root.set("failure", mapper.valueToTree(failure));
    }
    return root.toPrettyString() + "\n";
  }
}
