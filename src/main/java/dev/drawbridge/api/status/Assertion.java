package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a check has compared. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Assertion(
    @JsonPropertyDescription("What was found.") @Nullable String found,
    @JsonPropertyDescription("What was expected.") @Nullable String expected,
    @JsonPropertyDescription("How often was asked, where a check asks more than once.")
        @Nullable Integer attempts,
    @JsonPropertyDescription("The beginning of what was answered, if it was not as expected.")
        @Nullable String snippet) {}
