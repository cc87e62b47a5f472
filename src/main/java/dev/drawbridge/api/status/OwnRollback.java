package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The Rollback that the operator has made by itself. For one run there is never another one. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OwnRollback(
    @JsonPropertyDescription("The run that it takes back.") String run,
    @JsonPropertyDescription("The Rollback.") String name,
    @JsonPropertyDescription("What has failed.") String message,
    @JsonPropertyDescription("When it was made.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at,
    @JsonPropertyDescription("Why it could not be made; it is tried again.")
        @Nullable String refused) {}
