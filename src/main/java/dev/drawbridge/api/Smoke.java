package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked at once when the new release is rolled out. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Smoke(
    @Required
        @JsonPropertyDescription(
            "The checks, as in verify. Each that does not pass is asked again while within lasts; run is started once.")
        @Size(min = 1, max = 20)
        List<Check> checks,
    @JsonPropertyDescription(
            "For how long checks that do not pass are asked again, all of them together, such as 30s or 5m. Default 1m."
                + " What an http check says itself holds for that one.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 50)
        @Nullable String within) {

  public Smoke {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }

  public Duration withinOrDefault() {
    return TimeSpan.parse(within, Duration.ofMinutes(1));
  }
}
