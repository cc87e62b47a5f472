package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One aspect of the state, as Kubernetes writes conditions. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    @Required @JsonPropertyDescription("Ready, Reconciling, Stalled, Verified or Healthy.")
        String type,
    @Required @JsonPropertyDescription("True, False or Unknown.") String status,
    @Required @JsonPropertyDescription("Why, in one word for programs.") String reason,
    @JsonPropertyDescription("Why, in a sentence for people.") @Nullable String message,
    @Required
        @JsonPropertyDescription("When the status last changed.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant lastTransitionTime,
    @JsonPropertyDescription("The generation of the spec that this condition speaks of.")
        @Nullable Long observedGeneration) {

  /** The type of the condition that the gate has something to rely on. */
  public static final String VERIFIED = "Verified";

  /** The type of the condition that what was looked at after the run is well. */
  public static final String HEALTHY = "Healthy";

  /** The type of the condition that the last run was verified, and nothing has changed since. */
  public static final String READY = "Ready";

  /** That of {@code type} among {@code all}. */
  public static Optional<Condition> find(List<Condition> all, String type) {
    return all.stream().filter(one -> one.type().equals(type)).findFirst();
  }

  /**
   * Its words, and most of its sentences, are in the conditions of many Migrations: each is kept in
   * memory once, as long as it is used.
   */
  public Condition {
    type = type.intern();
    status = status.intern();
    reason = reason.intern();
    message = message == null ? null : message.intern();
  }
}
