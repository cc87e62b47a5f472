package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a Rollback. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("One word for people: Pending, Queued, Running, RolledBack or Failed.")
        @SchemaFrom(type = String.class)
        @Nullable Phase phase,
    @JsonPropertyDescription("Ready, Reconciling and Stalled, by the kstatus convention.")
        List<Condition> conditions,
    @JsonPropertyDescription("Its run; absent if the database stays as it is.") @Nullable Run run,
    @JsonPropertyDescription(
            "What was saved before the database was changed (spec.export), if Drawbridge knows where it is.")
        @Nullable Backup export,
    @JsonPropertyDescription("The runs before that, newest first, at most five.")
        List<PastRun> history,
    @JsonPropertyDescription("Since when it waits for another run to end.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant queuedSince,
    @JsonPropertyDescription("What stands still for the run, until it is back.")
        List<Quiesced> quiesced) {

  public static final RollbackStatus NONE =
      new RollbackStatus(null, null, List.of(), null, null, List.of(), null, List.of());

  public RollbackStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    history = history == null ? List.of() : List.copyOf(history);
    quiesced = quiesced == null ? List.of() : List.copyOf(quiesced);
  }

  @JsonIgnore
  public boolean isOver() {
    return phase == Phase.ROLLED_BACK || phase == Phase.FAILED;
  }

  @JsonIgnore
  public boolean isDone() {
    return phase == Phase.ROLLED_BACK;
  }
}
