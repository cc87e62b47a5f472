package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is looked at again and again for a time after success. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Monitor(
    @Required
        @JsonPropertyDescription(
            "From the start of one look to the start of the next, such as 15m; at least 5s. Looks never overlap, and"
                + " those that were missed are not made up for.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @ValidationRule(
            value = "duration(self) >= duration('5s')",
            message = "a look takes a pod of its own: write at least 5s")
        @Size(max = 50)
        String every,
    @JsonProperty("for")
        @JsonPropertyDescription("How long this goes on, such as 48h. Default 24h.")
        @ValidationRule(value = TimeSpan.RULE, message = TimeSpan.RULE_MESSAGE)
        @Size(max = 50)
        @Nullable String lasting,
    @Required
        @JsonPropertyDescription(
            "The checks of each look, as in verify. A run may be a job that puts right what it finds (readOnly: false),"
                + " if doing it again does no harm.")
        @Size(min = 1, max = 20)
        List<Check> checks,
    @JsonPropertyDescription(
            "So many looks that fail one after the other are a failure: Healthy is False, and onFailure applies. Default"
                + " 3.")
        @Min(1)
        @Max(100)
        @Nullable Integer failures) {

  /** Shorter than this nothing can be, also where the API server does not say so. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  public Monitor {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }

  public Duration everyOrLonger() {
    var written = TimeSpan.parse(every, SHORTEST);
    return written.compareTo(SHORTEST) < 0 ? SHORTEST : written;
  }

  public Duration lastingOrDefault() {
    return TimeSpan.parse(lasting, Duration.ofDays(1));
  }

  public int failuresOrDefault() {
    return Objects.requireNonNullElse(failures, 3);
  }
}
