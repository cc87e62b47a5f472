package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.TakenBack;
import java.util.List;
import java.util.Optional;

/**
 * All that one decision about a Rollback may depend on, read at one moment.
 *
 * @param migration that it takes back; empty if there is none of that name
 * @param others the Rollbacks that name the same Migration, this one among them
 * @param run the Migration that leads back, with its Jobs and pods
 * @param notClosed what still rolls out, or may, although it asks for what is taken back, each in
 *     words
 * @param scripts the files of {@link #scriptsToLookInto}
 */
public record RollbackSnapshot(
    Rollback rollback,
    Optional<Migration> migration,
    List<Rollback> others,
    Snapshot run,
    List<String> notClosed,
    ScriptFiles scripts) {

  public RollbackSnapshot {
    others = List.copyOf(others);
    notClosed = List.copyOf(notClosed);
  }

  /** The same with what is known of the files that matter. */
  public RollbackSnapshot with(ScriptFiles known) {
    return new RollbackSnapshot(rollback, migration, others, run, notClosed, known);
  }

  /** The ConfigMaps whose files decide whether it may begin, if nothing else does before. */
  public List<String> scriptsToLookInto() {
    return isGateClosed() || isOver() || run.lastRun().isPresent()
        ? List.of()
        : migration
            .filter(found -> found.runUnderWay().isEmpty() && !isRefusedAnyway(found))
            .map(found -> UndoScripts.toLookInto(others, found))
            .orElse(List.of());
  }

  private boolean isRefusedAnyway(Migration found) {
    return TakingBack.ask(rollback, found, run.dependencies().dependants(), ScriptFiles.UNKNOWN)
        instanceof TakingBack.Answer.Refused;
  }

  /**
   * Whether its Migration waits for nothing of it: it may go. One that has closed the gate is kept
   * until the Migration knows how it ended.
   */
  boolean isToldToTheMigration() {
    return mark().filter(TakenBack::isUnderWay).isEmpty();
  }

  /** Whether it has ended; see {@link TakingBack#isOver}. */
  boolean isOver() {
    return isGateClosed() ? TakingBack.isOver(rollback) : rollback.isOver();
  }

  /** Whether the Migration's loop has closed the gate for this very Rollback. */
  boolean isGateClosed() {
    return mark().isPresent();
  }

  private Optional<TakenBack> mark() {
    return migration
        .flatMap(found -> Optional.ofNullable(found.statusOrNone().takenBack()))
        .filter(mark -> TakingBack.isOf(mark, rollback));
  }
}
