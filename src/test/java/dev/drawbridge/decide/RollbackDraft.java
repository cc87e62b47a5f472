package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.status.RollbackStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds Rollbacks of the Migration orders, by undo scripts unless told otherwise. */
final class RollbackDraft {

  private final String name;
  private String created = "2026-11-21T10:05:00Z";
  private RollbackSpec.@Nullable Undo undo = new RollbackSpec.Undo("6");
  private @Nullable RunStep run;
  private RollbackSpec.@Nullable Disable disable;
  private @Nullable Boolean interrupt;
  private @Nullable String by;
  private boolean deleted;
  private boolean kept;
  private RollbackStatus status = RollbackStatus.NONE;

  private RollbackDraft(String name) {
    this.name = name;
  }

  static RollbackDraft aRollback(String name) {
    return new RollbackDraft(name);
  }

  RollbackDraft createdAt(String time) {
    created = time;
    return this;
  }

  RollbackDraft undoing(String to) {
    undo = new RollbackSpec.Undo(to);
    return this;
  }

  RollbackDraft running(RunStep.@Nullable Version version) {
    undo = null;
    run =
        new RunStep(
            "tool", List.of(), List.of(), List.of(), List.of(), null, Map.of(), List.of(), null,
            null, version);
    return this;
  }

  RollbackDraft disabling() {
    undo = null;
    disable = new RollbackSpec.Disable();
    return this;
  }

  RollbackDraft interrupting() {
    interrupt = true;
    return this;
  }

  RollbackDraft by(String user) {
    by = user;
    return this;
  }

  RollbackDraft deleted() {
    deleted = true;
    return this;
  }

  RollbackDraft kept(boolean isKept) {
    kept = isKept;
    return this;
  }

  RollbackDraft status(RollbackStatus known) {
    status = known;
    return this;
  }

  /** With the status that {@code verdict} writes. */
  RollbackDraft with(Verdict verdict) {
    return status(WayBack.status(verdict.status()));
  }

  Rollback make() {
    var rollback = new Rollback();
    rollback.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid("uid of " + name)
            .withGeneration(1L)
            .withCreationTimestamp(created)
            .withAnnotations(by == null ? Map.of() : Map.of(Markers.REQUESTED_BY_ANNOTATION, by))
            .withFinalizers(kept ? List.of(Markers.RUN_FINALIZER) : List.of())
            .withDeletionTimestamp(deleted ? Snapshots.NOW.toString() : null)
            .build());
    rollback.setSpec(
        new RollbackSpec(
            "orders", "why", undo, run, null, disable, null, null, interrupt, List.of()));
    rollback.setStatus(status);
    return rollback;
  }
}
