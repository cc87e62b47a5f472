package dev.drawbridge.command.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Plan;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.decide.Approvals;
import dev.drawbridge.decide.AskedApproval;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All of how one Migration stands. The names of its fields are a contract, and {@code
 * docs/command-line.md} has them.
 *
 * @param isCurrent whether the operator has seen the spec as it is written now
 * @param plan only while it waits for approval
 * @param rollback the newest one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Details(
    int version,
    @JsonUnwrapped Line line,
    boolean isCurrent,
    @Nullable String reasonCode,
    @Nullable String reason,
    @Nullable Verified verified,
    @Nullable PastRun run,
    @Nullable Plan plan,
    List<Approval> approvals,
    @Nullable Back rollback,
    List<Gate> gates) {

  static final int VERSION = 1;

  /**
   * An approval that the plan needs.
   *
   * @param name of spec.approvals; null where anyone who may approve will do
   * @param by who has given it; null if nobody has
   * @param flaw why what stands there does not count; null if nothing does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Approval(@Nullable String name, @Nullable String by, @Nullable String flaw) {

    static Approval of(AskedApproval asked) {
      return new Approval(
          asked.name().isEmpty() ? null : asked.name(),
          asked.isGiven() ? asked.user().orElse(null) : null,
          asked.flaw().orElse(null));
    }
  }

  /** A Rollback, in short. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Back(
      String name,
      @Nullable String phase,
      String way,
      String reason,
      @Nullable String requestedBy,
      @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant at,
      @Nullable String message) {

    static Back of(Rollback rollback) {
      var status = rollback.statusOrNone();
      var metadata = rollback.getMetadata();
      return new Back(
          metadata.getName(),
          status.phase() == null ? null : status.phase().word(),
          rollback.getSpec().way(),
          rollback.getSpec().reason(),
          rollback.requestedBy(),
          Optional.ofNullable(metadata.getCreationTimestamp()).map(Instant::parse).orElse(null),
          Condition.find(status.conditions(), Condition.READY)
              .map(Condition::message)
              .orElse(null));
    }

    /** What the Migration itself remembers of it. */
    static Back of(TakenBack taken) {
      return new Back(
          taken.rollback(),
          Objects.requireNonNullElse(taken.outcome(), "Running"),
          taken.way(),
          taken.reason(),
          taken.by(),
          taken.at(),
          taken.message());
    }
  }

  static Details of(Migration migration, Optional<Back> rollback) {
    var status = migration.statusOrNone();
    var ready = Waited.ready(status);
    var approvals = Approvals.awaitedBy(migration);
    return new Details(
        VERSION,
        Line.of(migration),
        Objects.equals(status.observedGeneration(), migration.getMetadata().getGeneration()),
        ready.map(Condition::reason).orElse(null),
        ready.map(Condition::message).orElse(null),
        status.verified(),
        status.run() == null ? null : PastRun.of(status.run()),
        approvals.map(Approvals::plan).orElse(null),
        approvals.stream().flatMap(all -> all.asked().stream()).map(Approval::of).toList(),
        rollback.orElse(null),
        status.gates());
  }
}
