package dev.drawbridge.runner.process;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Closing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the run has come. Written by the run, read wherever it ends; also from another thread,
 * when the run has to be ended from outside.
 */
public final class Progress {

  private final StepVersions steps = new StepVersions();
  private volatile int applied;
  private volatile int undone;
  private volatile int checks;
  private volatile Closing.@Nullable Database database;
  private volatile @Nullable Script script;
  private volatile @Nullable String rehearsed;

  /**
   * The script that is under way.
   *
   * @param transactional whether it is rolled back when it is interrupted
   * @param committing whether all its statements are done, so that only the commit is left
   * @param leftovers what to do with what it has left if it is half done: a sentence
   */
  public record Script(String name, boolean transactional, boolean committing, String leftovers) {

    /** The leftovers of a script that is applied; to be completed by the command. */
    public static final String LOOK_AT_ITS_ROW =
        "Look at what it has left, then take its failed row out of the history, if it has one: %s";
  }

  /**
   * What another container of the same run has to know.
   *
   * @param steps the versions of each step, by its place
   */
  public record Memory(
      int applied,
      int undone,
      int checks,
      Map<Integer, StepVersions.Versions> steps,
      Closing.@Nullable Database database) {}

  /** What the next container is told. */
  public synchronized Memory memory() {
    return new Memory(applied, undone, checks, steps.all(), database);
  }

  /** Goes on where the container before this one has ended. */
  public synchronized void resume(Memory memory) {
    applied = memory.applied();
    undone = memory.undone();
    checks = memory.checks();
    database = memory.database();
    steps.resume(memory.steps());
  }

  /** A tool of the user's has done its work. */
  public synchronized void done(@Nullable String version) {
    applied(version);
  }

  /** What is found and applied from now on belongs to this step. */
  public synchronized void enter(int step) {
    steps.enter(step);
  }

  public synchronized void found(@Nullable String version) {
    steps.found(version);
  }

  public synchronized void begin(String name, boolean transactional, String leftovers) {
    script = new Script(name, transactional, false, leftovers);
  }

  /** All statements of the script that is under way are done; the commit comes next. */
  public synchronized void commits() {
    var known = script;
    if (known != null) {
      script = new Script(known.name(), known.transactional(), true, known.leftovers());
    }
  }

  /** The script that was under way is committed. */
  public synchronized void applied(@Nullable String version) {
    applied++;
    script = null;
    if (version != null) {
      steps.applied(version);
    }
  }

  /** So many scripts that were under way together are undone, and that is committed. */
  public synchronized void undone(int scripts) {
    undone += scripts;
    script = null;
  }

  public int undoneCount() {
    return undone;
  }

  public synchronized void leave(@Nullable String version, AppliedVersions all) {
    steps.leave(version, all);
  }

  /** The history began at this version: what was there before it counts as that. */
  public synchronized void startsAt(String baseline) {
    steps.startsAt(baseline);
  }

  public synchronized void passed() {
    checks++;
  }

  public void seen(Closing.Database identity) {
    database = identity;
  }

  public Closing.@Nullable Database database() {
    return database;
  }

  public int appliedCount() {
    return applied;
  }

  public boolean hasApplied() {
    return applied > 0;
  }

  /** This script is rehearsed now; null if none is any more. */
  public void rehearses(@Nullable String file) {
    rehearsed = file;
  }

  /** The script that is rehearsed; null if none is. */
  public @Nullable String rehearsed() {
    return rehearsed;
  }

  public @Nullable Script script() {
    return script;
  }

  public synchronized @Nullable AppliedVersions versions() {
    return steps.counting().all();
  }

  /** Where the schema is, as a part of a sentence. */
  public synchronized String standing() {
    var version = steps.counting().to();
    return version == null ? "no version is applied" : "the schema stays at " + version;
  }

  public synchronized Closing closing(Ending ending) {
    var versions = steps.counting();
    return new Closing(
        ending.exit(),
        ending.reason(),
        ending.message(),
        versions.from(),
        versions.to(),
        applied,
        checks,
        ending.failure(),
        database);
  }
}
