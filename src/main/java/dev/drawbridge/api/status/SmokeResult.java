package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the look after the rollout has found, or what it waits for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SmokeResult(
    @JsonPropertyDescription("The verified run that it follows.") String of,
    @JsonPropertyDescription("The digest of spec.smoke as it was.") String checks,
    @JsonPropertyDescription(
            "Passed, Failed, or Unknown if it could not be carried out; absent while it waits or is under way.")
        @Nullable String outcome,
    @JsonPropertyDescription("Why, in one word for programs.") @Nullable String reason,
    @JsonPropertyDescription("Why, in a sentence for people.") @Nullable String message,
    @JsonPropertyDescription(
            "The run that only checks, with what each check has compared in its timeline; absent if none was started.")
        @Nullable Run run) {

  public static final String PASSED = "Passed";
  public static final String FAILED = "Failed";

  /** It could not be carried out, so nothing is known. */
  public static final String UNKNOWN = "Unknown";

  @JsonIgnore
  public boolean isOver() {
    return outcome != null;
  }

  public boolean passed() {
    return PASSED.equals(outcome);
  }

  public boolean failed() {
    return FAILED.equals(outcome);
  }
}
