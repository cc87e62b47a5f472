package dev.drawbridge.decide;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.ScriptName;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.report.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether undo scripts are missing, as far as it is known before anything is touched: the runner
 * only reads them when the Deployments are back. What it would do is never refused here, and it
 * goes by the history, which nobody else sees. So only what the last run has found counts, of the
 * one step of this very spec, and only what is given as a script still: a row that somebody has
 * marked as deleted needs no undo script.
 */
public final class UndoScripts {

  private static final int MOST_NAMED = 10;

  private UndoScripts() {}

  /** The ConfigMaps whose files matter to the Rollback of {@code all} whose turn it is. */
  public static List<String> toLookInto(List<Rollback> all, Migration migration) {
    var mark = migration.statusOrNone().takenBack();
    return mark != null && mark.isUnderWay()
        ? List.of()
        : TakingBack.next(all)
            .flatMap(next -> step(next, migration))
            .map(MigrateStep.Flyway::configMaps)
            .orElse(List.of());
  }

  /** That {@code rollback} cannot be done; empty if it can be, or nobody knows. */
  static Optional<TakingBack.Answer.Refused> problem(
      Rollback rollback, Migration migration, ScriptFiles given) {
    return step(rollback, migration)
        .flatMap(step ->
            given
                .of(step)
                .map(files -> withoutUndo(target(rollback), applied(migration), files))
                .filter(missing -> !missing.isEmpty())
                .map(missing -> refusal(missing, where(step, migration))));
  }

  /** The version that stays; empty if it is told otherwise what is to be done. */
  private static String target(Rollback rollback) {
    var undo = rollback.getSpec().undo();
    return undo == null ? "" : undo.to();
  }

  /** The step that it undoes, if no other could be meant and its files can be seen from here. */
  private static Optional<MigrateStep.Flyway> step(Rollback rollback, Migration migration) {
    var steps = migration.getSpec().migrate();
    return rollback.getSpec().undo() == null || steps.size() != 1
        ? Optional.empty()
        : Optional.ofNullable(steps.getFirst().flyway()).filter(step -> step.image() == null);
  }

  /** The scripts above {@code to} that are applied and have no undo script, newest first. */
  static List<String> withoutUndo(String to, List<String> applied, List<String> files) {
    var target = ScriptName.ofVersion(to);
    var scripts = files.stream().flatMap(file -> Named.of(file).stream()).toList();
    var undone =
        scripts.stream().filter(Named::isUndo).map(Named::version).collect(Collectors.toSet());
    var known =
        applied.stream()
            .flatMap(version -> ScriptName.ofVersion(version).stream())
            .filter(name -> target.filter(staying -> isAbove(name, staying)).isPresent())
            .collect(Collectors.toSet());
    return scripts.stream()
        .filter(script -> known.contains(script.name()) && !undone.contains(script.version()))
        .sorted(Comparator.comparing(Named::name, ScriptName.BY_VERSION).reversed())
        .map(Named::file)
        .toList();
  }

  private static boolean isAbove(ScriptName one, ScriptName other) {
    return ScriptName.BY_VERSION.compare(one, other) > 0;
  }

  /** A file that is named like a script. */
  private record Named(String file, ScriptName name) {

    static Optional<Named> of(String file) {
      return ScriptName.parse(file).map(name -> new Named(file, name));
    }

    boolean isUndo() {
      return name.kind() == ScriptName.Kind.UNDO;
    }

    String version() {
      return String.valueOf(name.version());
    }
  }

  /** What is applied for sure; that there may be more, only the history knows. */
  private static List<String> applied(Migration migration) {
    var status = migration.statusOrNone();
    var generation = migration.getMetadata().getGeneration();
    var isLeftChanged = isLeftChanged(status, generation);
    var verified =
        Optional.ofNullable(status.verified()).stream()
            .filter(_ -> isLeftChanged || ReleaseRule.isVerifiedAsWritten(migration))
            .filter(known -> Objects.equals(known.generation(), generation))
            .flatMap(UndoScripts::aboveTheFloor);
    var reached =
        Optional.ofNullable(status.run()).stream()
            .filter(_ -> isLeftChanged)
            .flatMap(run -> Stream.ofNullable(run.to()));
    return Stream.concat(verified, reached).toList();
  }

  /**
   * Whether the last run has failed after it had applied something, and nothing was undone since.
   */
  private static boolean isLeftChanged(MigrationStatus status, @Nullable Long generation) {
    var run = status.run();
    var mark = status.takenBack();
    return run != null
        && Lowered.isLeftChanged(status)
        && Objects.equals(run.generation(), generation)
        && (mark == null || run.startedAt().isAfter(mark.at()));
  }

  /** The floor may be a baseline, which no script has applied. */
  private static Stream<String> aboveTheFloor(Verified verified) {
    var floor = verified.floor();
    return verified.applied().stream()
        .filter(version ->
            floor == null || !SchemaVersion.of(version).isAtMost(SchemaVersion.of(floor)));
  }

  private static String where(MigrateStep.Flyway step, Migration migration) {
    var names = String.join(", ", step.configMaps());
    return switch (step.configMaps().size()) {
      case 0 -> "the inline scripts of Migration " + migration.getMetadata().getName();
      case 1 -> "ConfigMap " + names;
      default -> "ConfigMaps " + names;
    };
  }

  private static TakingBack.Answer.Refused refusal(List<String> missing, String where) {
    var newest = missing.getFirst();
    return new TakingBack.Answer.Refused(
        Reason.MISSING_UNDO_SCRIPT,
        "There is no undo script for %s in %s.".formatted(listed(missing), where),
        "The Deployments and the database are as they were. Add %s, which takes back what %s does%s; then create a new Rollback."
            .formatted(
                ScriptName.undoOf(newest), newest, missing.size() == 1 ? "" : ", and so on"));
  }

  private static String listed(List<String> files) {
    var more = files.size() - MOST_NAMED;
    return files.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
