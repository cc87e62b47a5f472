package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A backup that a run has made, read back and proved whole. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Backup(
    @JsonPropertyDescription("The PersistentVolumeClaim that it is on.") String claim,
    @JsonPropertyDescription("The file, from the claim's root.") String path,
    @JsonPropertyDescription("Its size, in bytes.") long bytes,
    @JsonPropertyDescription("The SHA-256 checksum of the file.") String sha256,
    @JsonPropertyDescription("When it was proved whole.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at) {}
