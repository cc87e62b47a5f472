package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where a run failed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Failure(
    @JsonPropertyDescription("The script's file name, or the check's name.")
        @Nullable String script,
    @JsonPropertyDescription("The line in the script, from 1.") @Nullable Integer line,
    @JsonPropertyDescription("The SQL state that the database gave.") @Nullable String sqlState,
    @JsonPropertyDescription("The statement, redacted and clipped.") @Nullable String statement,
    @JsonPropertyDescription("What to do.") @Nullable String hint) {}
