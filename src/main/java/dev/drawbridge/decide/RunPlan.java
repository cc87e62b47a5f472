package dev.drawbridge.decide;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.api.WayBack;
import dev.drawbridge.api.status.Backup;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.report.ContentDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run that is to be started.
 *
 * @param run its id
 * @param previous the id of the run before it
 * @param inputs the digest of what decides what is run
 * @param contents from the name of each ConfigMap to the digest of its contents
 * @param retry the retry annotation's last value
 * @param deadline when it must have ended
 * @param task what it is for
 */
public record RunPlan(
    String run,
    Optional<String> previous,
    String inputs,
    Map<String, String> contents,
    String job,
    String queue,
    Optional<String> retry,
    int runsAtOnce,
    Instant startedAt,
    Instant deadline,
    Task task) {

  /** Of runs that keep nobody waiting; no queue has this name. */
  public static final String NO_QUEUE = "";

  private static final int ID_LENGTH = 8;
  private static final int LONGEST_JOB_NAME = 63;

  public RunPlan {
    contents = Map.copyOf(contents);
  }

  /** What our containers of it do, of {@code migration}. */
  public List<Stretch> stretches(Migration migration) {
    var spec = migration.getSpec();
    return switch (task) {
      case Task.Apply _ -> afterExport(migration, Stretch.of(spec));
      case Task.Plan _ -> List.of(Stretch.whole(spec));
      case Task.Undo _ -> afterExport(migration, Stretch.ofUndo(spec));
      case Task.Restore _ -> afterExport(migration, Stretch.ofRestore(spec));
      case Task.Check(var part) -> Stretch.ofChecks(spec, part);
    };
  }

  private static List<Stretch> afterExport(Migration migration, List<Stretch> rest) {
    return Stretch.after(WayBack.exportOf(migration), migration.getSpec(), rest);
  }

  /** Whether the runner only says what it would do. */
  public boolean planOnly() {
    return task instanceof Task.Plan;
  }

  /** To what it does; empty if nobody had to be asked. */
  public Optional<Consent> consent() {
    return task instanceof Task.Apply(var consent) ? consent : Optional.empty();
  }

  /** The version down to which the runner undoes; empty if it does something else. */
  public Optional<String> undoTo() {
    return task instanceof Task.Undo(var to) ? Optional.of(to) : Optional.empty();
  }

  /** The backup that the runner puts back; empty if it does something else. */
  public Optional<Backup> restored() {
    return task instanceof Task.Restore(var backup) ? Optional.of(backup) : Optional.empty();
  }

  /** The part whose checks are all that it does; empty for a run of a Migration. */
  public Optional<Part> checksOnly() {
    return task instanceof Task.Check(var part) ? Optional.of(part) : Optional.empty();
  }

  /**
   * The run that {@code snapshot} asks for.
   *
   * @throws IllegalStateException if its inputs are not all there
   */
  static RunPlan of(Snapshot snapshot) {
    return switch (snapshot.inputs()) {
      case Inputs.Ready ready -> of(snapshot, ready);
      case Inputs.Missing missing ->
          throw new IllegalStateException("asked too early: " + missing.message());
    };
  }

  /** The same, of inputs that are all there. */
  static RunPlan of(Snapshot snapshot, Inputs.Ready inputs) {
    var previous = snapshot.lastRun().map(run -> run.id());
    var id = id(snapshot.uid(), inputs.digest(), previous);
    return new RunPlan(
        id,
        previous,
        inputs.digest(),
        inputs.contents(),
        jobName(snapshot.name(), id),
        snapshot.queue(),
        Inputs.retry(snapshot.migration()),
        snapshot.runsAtOnce(),
        snapshot.now(),
        snapshot.now().plus(snapshot.spec().limits().deadlineOrDefault()),
        Task.of(snapshot));
  }

  /** A run of the checks of {@code part} after {@code main}, with a place but in no queue. */
  static RunPlan ofChecks(Part part, String id, Run main, Snapshot snapshot, Instant deadline) {
    return new RunPlan(
        id,
        Optional.of(main.id()),
        main.inputs(),
        Map.of(),
        jobName(snapshot.name(), id),
        NO_QUEUE,
        Optional.empty(),
        snapshot.runsAtOnce(),
        snapshot.now(),
        deadline,
        new Task.Check(part));
  }

  /** Whether it must not begin again by itself once it has begun with more than checks. */
  public boolean startsOnce(Migration migration) {
    var saves = migration.getSpec().startsOnce() || WayBack.exportOf(migration) != null;
    return saves && !planOnly() && checksOnly().isEmpty();
  }

  /** The same run, for something else. */
  public RunPlan with(Task other) {
    return new RunPlan(
        run, previous, inputs, contents, job, queue, retry, runsAtOnce, startedAt, deadline, other);
  }

  /**
   * Stable until the outcome is recorded, and never repeated: A, then B, then A again are three
   * runs, and a Migration that is made anew never meets an old Job.
   */
  static String id(String uid, String inputs, Optional<String> previous) {
    return id(uid, inputs, previous.orElse(""));
  }

  /** Stable too: of what a run follows, and of what is checked after it. */
  static String idOfChecks(String uid, Run main, Part part, String what) {
    return id(uid, main.id(), part.word(), what);
  }

  private static String id(String... texts) {
    return ContentDigest.ofTexts(texts).substring(0, ID_LENGTH);
  }

  /** A DNS label, because pods are named and reached by it; dots in a Migration's name are not. */
  private static String jobName(String migration, String id) {
    var room = LONGEST_JOB_NAME - 1 - id.length();
    var name = migration.length() <= room ? migration : migration.substring(0, room);
    return name.replace('.', '-').replaceAll("-+$", "") + "-" + id;
  }
}
