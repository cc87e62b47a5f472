package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A Migration that comes first, and is given its time: it is verified, and no old pod is left. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Waiting(
    @JsonPropertyDescription("The name of the Migration that comes first.") String dependency,
    @JsonPropertyDescription("Since when it is verified, with no old pod left.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant since,
    @JsonPropertyDescription("When its soak time is over, if no old pod returns.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant until) {}
