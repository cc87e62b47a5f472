package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last verified run found: the ground on which the gate opens. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Verified(
    @JsonPropertyDescription("The newest version that is applied.") @Nullable String version,
    @JsonPropertyDescription("The versions that were found applied, oldest first, the newest 100.")
        List<String> applied,
    @JsonPropertyDescription(
            "This version and every lower one count as applied: the baseline, or the oldest version that was kept of a"
                + " longer list.")
        @Nullable String floor,
    @JsonPropertyDescription("The releases that were verified, newest first, at most 20.")
        List<String> releases,
    @JsonPropertyDescription("The database that was seen.") @Nullable Identity database,
    @JsonPropertyDescription(
            "The Secret by which it was reached, or the claim and path of its file.")
        @Nullable String secret,
    @JsonPropertyDescription("The run that verified this.") String run,
    @JsonPropertyDescription("The digest of the inputs of that run.") String inputs,
    @JsonPropertyDescription("The generation of the spec that was verified.")
        @Nullable Long generation,
    @JsonPropertyDescription("When it was verified.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at) {

  public Verified {
    applied = applied == null ? List.of() : List.copyOf(applied);
    releases = releases == null ? List.of() : List.copyOf(releases);
  }

  /** The same, said of another generation of the spec: it has changed in nothing that is run. */
  public Verified ofGeneration(Long another) {
    return new Verified(
        version, applied, floor, releases, database, secret, run, inputs, another, at);
  }

  /** Which database it was: a restored or swapped one is another. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Identity(
      @JsonPropertyDescription("The identifier of the database system, as the server says it.")
          String system,
      @JsonPropertyDescription("The name of the database.") String name) {}
}
