package dev.drawbridge.api;

import dev.drawbridge.api.PlanItem.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a plan follows one another and is our own: it is done by one container. A container of
 * the user's stands between two of them: the one before gets all ready for it, the one after looks
 * at what it has done.
 *
 * @param index from 0
 * @param before the user's container before it; null if it is the first stretch
 * @param items its own; there may be none
 * @param after the user's container after it; null if it is the last stretch
 */
public record Stretch(
    int index, @Nullable PlanItem before, List<PlanItem> items, @Nullable PlanItem after) {

  public Stretch {
    items = List.copyOf(items);
  }

  /** The stretches of {@code spec}: one more than there are containers of the user's. */
  public static List<Stretch> of(MigrationSpec spec) {
    return of(PlanItem.of(spec));
  }

  /**
   * The stretches of a run that undoes scripts of {@code spec}: the first one begins with that, and
   * of the spec there are only the checks of the result.
   */
  public static List<Stretch> ofUndo(MigrationSpec spec) {
    return of(PlanItem.of(spec).stream().filter(item -> item.part() == Part.VERIFY).toList());
  }

  /** The stretches of a run that does nothing but the checks of {@code part}. */
  public static List<Stretch> ofChecks(MigrationSpec spec, Part part) {
    return of(PlanItem.ofChecks(spec, part));
  }

  /** The same of a run that puts back the backup that {@code spec} has made. */
  public static List<Stretch> ofRestore(MigrationSpec spec) {
    var checks = PlanItem.of(spec).stream().filter(item -> item.part() == Part.VERIFY);
    return of(Stream.concat(Stream.of(PlanItem.restoring(spec)), checks).toList());
  }

  /**
   * {@code rest}, of a run that saves first what {@code export} says.
   *
   * @param export null if there is nothing to save
   */
  public static List<Stretch> after(
      @Nullable Export export, MigrationSpec spec, List<Stretch> rest) {
    if (export == null) {
      return rest;
    }
    var plan =
        rest.stream()
            .flatMap(one -> Stream.concat(one.items().stream(), Stream.ofNullable(one.after())));
    var first = Stream.of(PlanItem.exporting(export, spec.limits()));
    return of(Stream.concat(first, plan).toList());
  }

  private static List<Stretch> of(List<PlanItem> plan) {
    var stretches = new ArrayList<Stretch>();
    var items = new ArrayList<PlanItem>();
    PlanItem before = null;
    for (var item : plan) {
      if (item.run() == null) {
        items.add(item);
      } else {
        stretches.add(new Stretch(stretches.size(), before, items, item));
        before = item;
        items.clear();
      }
    }
    stretches.add(new Stretch(stretches.size(), before, items, null));
    return List.copyOf(stretches);
  }

  /** All of ours in one, for a runner that only looks at it. */
  public static Stretch whole(MigrationSpec spec) {
    var ours = PlanItem.of(spec).stream().filter(item -> item.run() == null).toList();
    return new Stretch(0, null, ours, null);
  }

  public boolean isFirst() {
    return before == null;
  }

  public boolean isLast() {
    return after == null;
  }

  /** Whether nothing has been changed when it begins: no step has been done before it. */
  public boolean comesBeforeChanges() {
    return before == null || before.part().comesBeforeChanges();
  }

  /** Whether only checks have been done when it begins, so that all may begin again. */
  public boolean mayBeginAgain() {
    return before == null || before.part() == Part.PREFLIGHT || before.part().isFollowUp();
  }

  /** Whether with its own the checks before the steps are done. */
  public boolean endsChecks() {
    return mayBeginAgain() && (after == null || after.part() != Part.PREFLIGHT);
  }

  /** The place in spec.migrate of the first step that is not done when it begins. */
  public int firstStep() {
    if (before == null || before.part().comesBeforeChanges()) {
      return 0;
    }
    return before.part() == Part.MIGRATE ? before.place() + 1 : Integer.MAX_VALUE;
  }

  /** Those of {@code all}, a list of the spec, that it does itself. */
  public <T> List<T> own(Part part, List<T> all) {
    return items.stream()
        .filter(item -> item.part() == part)
        .map(item -> all.get(item.place()))
        .toList();
  }

  /** Whether the container after it makes the backup. */
  public boolean comesBeforeBackup() {
    return after != null && after.part() == Part.BACKUP;
  }

  /** Whether the backup is one of its own. */
  public boolean makesBackup() {
    return items.stream().anyMatch(item -> item.part() == Part.BACKUP);
  }

  /** Whether the export is one of its own. */
  public boolean exports() {
    return items.stream().anyMatch(item -> item.part() == Part.EXPORT);
  }

  /** Whether something is saved by it, or by the container after it. */
  public boolean savesFirst() {
    return exports() || isExport(after);
  }

  /** Whether it is the one that undoes, in a run that is for that: nothing is left to be saved. */
  public boolean undoes() {
    return isFirst() ? !isExport(after) : isExport(before);
  }

  private static boolean isExport(@Nullable PlanItem item) {
    return item != null && item.part() == Part.EXPORT;
  }

  /** Whether the backup is put back next, by it or by the container after it. */
  public boolean comesBeforeRestore() {
    return restores() || (after != null && after.part() == Part.RESTORE);
  }

  /** Whether to put a backup back is one of its own. */
  public boolean restores() {
    return items.stream().anyMatch(item -> item.part() == Part.RESTORE);
  }

  /** Whether the step at {@code place} is one of its own. */
  public boolean contains(int place) {
    return items.stream().anyMatch(item -> item.part() == Part.MIGRATE && item.place() == place);
  }
}
