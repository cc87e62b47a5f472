package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A Deployment, or what is held like one, that depends on the Migration, and whether it waits. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Gate(
    @JsonPropertyDescription("Deployment or Rollout.") String kind,
    @JsonPropertyDescription("The name of the Deployment or Rollout.") String deployment,
    @JsonPropertyDescription(
            "Held, Released, or GlassBroken if somebody has opened the gate without proof.")
        String state,
    @JsonPropertyDescription("What it asks for, and what it waits for.") @Nullable String message,
    @JsonPropertyDescription("Since when.") @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant since) {

  public static final String HELD = "Held";
  public static final String RELEASED = "Released";
  public static final String GLASS_BROKEN = "GlassBroken";

  /** In what older versions wrote, everything is a Deployment. */
  @SuppressWarnings("ConstantValue")
  public Gate {
    kind = kind == null ? "Deployment" : kind;
  }

  @JsonIgnore
  public boolean isHeld() {
    return HELD.equals(state);
  }
}
