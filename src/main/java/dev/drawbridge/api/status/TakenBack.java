package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The Rollback that has closed the gate for what it takes back. It stands until another run of the
 * Migration is verified.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TakenBack(
    @JsonPropertyDescription("The name of the Rollback.") String rollback,
    @JsonPropertyDescription("Its UID: another one of the same name is another Rollback.")
        String uid,
    @JsonPropertyDescription("How: undo, run, restore or disable.") String way,
    @JsonPropertyDescription("Why, as the Rollback says it.") String reason,
    @JsonPropertyDescription(
            "Who has made the Rollback, as admission has recorded it; absent if it has not.")
        @Nullable String by,
    @JsonPropertyDescription("The schema version that the gate relied on before.")
        @Nullable String from,
    @JsonPropertyDescription("The schema version that stays; absent if none does.")
        @Nullable String to,
    @JsonPropertyDescription(
            "Whether Deployments get their last template that asks for nothing of it.")
        boolean reverts,
    @JsonPropertyDescription("The digest of the inputs that are not run again as they are.")
        String inputs,
    @JsonPropertyDescription("When the gate was closed.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant at,
    @JsonPropertyDescription("RolledBack or Failed; absent while the Rollback is under way.")
        @Nullable String outcome,
    @JsonPropertyDescription("How the Rollback says that it has ended.") @Nullable String message) {

  /** The same with its end. */
  public TakenBack ended(Phase phase, @Nullable String message) {
    return new TakenBack(
        rollback, uid, way, reason, by, from, to, reverts, inputs, at, phase.word(), message);
  }

  @JsonIgnore
  public boolean isDone() {
    return Phase.ROLLED_BACK.word().equals(outcome);
  }

  @JsonIgnore
  public boolean isUnderWay() {
    return outcome == null;
  }
}
