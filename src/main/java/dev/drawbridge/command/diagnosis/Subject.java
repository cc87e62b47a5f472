package dev.drawbridge.command.diagnosis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.status.Condition;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.command.diagnosis.Diagnosis.ExecutionStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is reported on: a Migration or a Rollback.
 *
 * @param migration namespace and name
 * @param rollback null if it is the Migration itself
 */
record Subject(
    String migration,
    @Nullable WayBack rollback,
    @Nullable Run run,
    List<Condition> conditions,
    ExecutionStatus status) {

  /**
   * What a Rollback was asked for.
   *
   * @param way undo, run, restore or disable, and how far
   * @param requestedBy null if admission has not recorded it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record WayBack(String name, String way, String reason, @Nullable String requestedBy) {

    String words() {
      return "%s, asked for by %s: %s"
          .formatted(way, requestedBy == null ? "unknown" : requestedBy, reason);
    }
  }

  static Subject of(Migration migration) {
    var status = migration.statusOrNone();
    return new Subject(
        migration.qualifiedName(),
        null,
        status.run(),
        status.conditions(),
        ofRun(status.run(), ExecutionStatus.Verified));
  }

  static Subject of(Rollback rollback) {
    var status = rollback.statusOrNone();
    var spec = rollback.getSpec();
    var metadata = rollback.getMetadata();
    return new Subject(
        metadata.getNamespace() + "/" + spec.migration(),
        new WayBack(metadata.getName(), way(spec), spec.reason(), rollback.requestedBy()),
        status.run(),
        status.conditions(),
        ofRollback(status.phase(), status.run()));
  }

  /** One that leaves the database as it is has no run. */
  private static ExecutionStatus ofRollback(@Nullable Phase phase, @Nullable Run run) {
    if (phase == Phase.ROLLED_BACK) {
      return ExecutionStatus.RolledBack;
    }
    return phase == Phase.FAILED ? ExecutionStatus.Failed : ofRun(run, ExecutionStatus.RolledBack);
  }

  private static ExecutionStatus ofRun(@Nullable Run run, ExecutionStatus done) {
    if (run == null) {
      return ExecutionStatus.NotStarted;
    }
    if (run.underWay()) {
      return ExecutionStatus.Running;
    }
    return run.succeeded() ? done : ExecutionStatus.Failed;
  }

  private static String way(RollbackSpec spec) {
    return spec.undo() == null ? spec.way() : "undo to " + spec.undo().to();
  }

  String kind() {
    return rollback == null ? "Migration" : "Rollback";
  }

  Optional<Condition> ready() {
    return Condition.find(conditions, Condition.READY);
  }
}
