package dev.drawbridge.decide;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.api.status.Backup;
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
 * @param planOnly whether the runner only says what it would do
 * @param undoTo the version down to which the runner undoes; empty if it applies
 * @param restored the backup that the runner puts back; empty if it applies
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
    boolean planOnly,
    Optional<String> undoTo,
    Optional<Backup> restored) {

  private static final int ID_LENGTH = 8;
  private static final int LONGEST_JOB_NAME = 63;

  public RunPlan {
    contents = Map.copyOf(contents);
  }

  /** A run that puts no backup back. */
  public RunPlan(
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
      boolean planOnly,
      Optional<String> undoTo) {
    this(
        run,
        previous,
        inputs,
        contents,
        job,
        queue,
        retry,
        runsAtOnce,
        startedAt,
        deadline,
        planOnly,
        undoTo,
        Optional.empty());
  }

  /** The same run, which puts {@code backup} back. */
  RunPlan restoring(Backup backup) {
    return new RunPlan(
        run,
        previous,
        inputs,
        contents,
        job,
        queue,
        retry,
        runsAtOnce,
        startedAt,
        deadline,
        planOnly,
        undoTo,
        Optional.of(backup));
  }

  /** What our containers of it do, of {@code spec}. */
  public List<Stretch> stretches(MigrationSpec spec) {
    if (undoTo.isPresent()) {
      return Stretch.ofUndo(spec);
    }
    if (restored.isPresent()) {
      return Stretch.ofRestore(spec);
    }
    return planOnly ? List.of(Stretch.whole(spec)) : Stretch.of(spec);
  }

  /** The run that {@code snapshot} asks for, of inputs that are all there. */
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
        false,
        Optional.empty());
  }

  /** The same run, which undoes what is above {@code version}. */
  RunPlan undoing(String version) {
    return new RunPlan(
        run,
        previous,
        inputs,
        contents,
        job,
        queue,
        retry,
        runsAtOnce,
        startedAt,
        deadline,
        planOnly,
        Optional.of(version));
  }

  /**
   * Stable until the outcome is recorded, and never repeated: A, then B, then A again are three
   * runs, and a Migration that is made anew never meets an old Job.
   */
  static String id(String uid, String inputs, Optional<String> previous) {
    return ContentDigest.ofTexts(uid, inputs, previous.orElse("")).substring(0, ID_LENGTH);
  }

  /** A DNS label, because pods are named and reached by it; dots in a Migration's name are not. */
  private static String jobName(String migration, String id) {
    var room = LONGEST_JOB_NAME - 1 - id.length();
    var name = migration.length() <= room ? migration : migration.substring(0, room);
    return name.replace('.', '-').replaceAll("-+$", "") + "-" + id;
  }
}
