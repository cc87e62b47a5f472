package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Something that stands still for a run: from before it is stopped until it is back. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Quiesced(
    @JsonPropertyDescription("Deployment, StatefulSet or CronJob.") String kind,
    @JsonPropertyDescription("Its name.") String name,
    @JsonPropertyDescription("Why it is not back although no run is under way.")
        @Nullable String message) {}
