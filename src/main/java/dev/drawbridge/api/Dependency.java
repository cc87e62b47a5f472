package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Another Migration that comes first, and is given time: this is how a contracting change follows
 * the one that has expanded.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Dependency(
    @Required
        @JsonPropertyDescription("The Migration in the same namespace that comes first.")
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription(
            "How long it must have been verified, and what depends on it rolled out with no old pod left, before the"
                + " run starts. An old pod that returns starts the time anew. Default: 0s.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 32)
        @Nullable String soak) {

  public Duration soakOrNone() {
    return TimeSpan.parse(soak, Duration.ZERO);
  }
}
