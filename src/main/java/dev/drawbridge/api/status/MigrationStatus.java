package dev.drawbridge.api.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened to a Migration, and what the gate may rely on. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "One word for people: Pending, Queued, AwaitingApproval, Running, Verified, Failed, RolledBack or Suspended.")
        @SchemaFrom(type = String.class)
        @Nullable Phase phase,
    @JsonPropertyDescription("Ready, Reconciling, Stalled and Verified, by the kstatus convention.")
        List<Condition> conditions,
    @JsonPropertyDescription("What the gate relies on. It outlives later failures.")
        @Nullable Verified verified,
    @JsonPropertyDescription("What a Rollback has taken back, until another run is verified.")
        @Nullable TakenBack takenBack,
    @JsonPropertyDescription("The current or last run.") @Nullable Run run,
    @JsonPropertyDescription("What the last run that looked was going to do.") @Nullable Plan plan,
    @JsonPropertyDescription("Since when a run waits for another one to end.")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable Instant queuedSince,
    @JsonPropertyDescription("The Migrations that come first and are given their time now.")
        List<Waiting> waiting,
    @JsonPropertyDescription("What stands still for the run, until it is back.")
        List<Quiesced> quiesced,
    @JsonPropertyDescription("The runs before that, newest first, at most five.")
        List<PastRun> history,
    @JsonPropertyDescription(
            "The Deployments that depend on this Migration, those with a leak and the held ones first, at most 50.")
        List<Gate> gates,
    @JsonPropertyDescription("How many Deployments are held, also beyond those in gates.")
        @Nullable Integer held) {

  public static final MigrationStatus NONE =
      new MigrationStatus(
          null, null, List.of(), null, null, null, null, null, List.of(), List.of(), List.of(),
          List.of(), null);

  public MigrationStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    waiting = waiting == null ? List.of() : List.copyOf(waiting);
    quiesced = quiesced == null ? List.of() : List.copyOf(quiesced);
    history = history == null ? List.of() : List.copyOf(history);
    gates = gates == null ? List.of() : List.copyOf(gates);
  }

  /** What of this status decides who is let through, and why others are not. */
  public MigrationStatus ofGate() {
    return new MigrationStatus(
        observedGeneration,
        phase,
        List.of(),
        verified,
        takenBack,
        run == null ? null : run.at(run.step(), run.attempt(), List.of()),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  /** This status with what stands still. */
  public MigrationStatus withQuiesced(List<Quiesced> now) {
    return new MigrationStatus(
        observedGeneration,
        phase,
        conditions,
        verified,
        takenBack,
        run,
        plan,
        queuedSince,
        waiting,
        now,
        history,
        gates,
        held);
  }

  /** Whether a Rollback is under way. */
  @JsonIgnore
  public boolean isBeingTakenBack() {
    return takenBack != null && takenBack.isUnderWay();
  }

  /** Whether its run has not ended. */
  public boolean runUnderWay() {
    return run != null && run.underWay();
  }

  /** All that is remembered of its runs, the current or last one first. */
  public Stream<PastRun> runs() {
    return Stream.concat(Stream.ofNullable(run).map(PastRun::of), history.stream());
  }

  /** Whether it says something of the run with this id. */
  public boolean tellsOf(String id) {
    return (run != null && run.id().equals(id))
        || history.stream().anyMatch(past -> past.id().equals(id));
  }
}
