package dev.drawbridge.runner.process;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Closing;
import org.jspecify.annotations.Nullable;

/**
 * How far the run has come. Written by the run, read wherever it ends; also from another thread,
 * when the run has to be ended from outside.
 */
public final class Progress {

  private volatile @Nullable String from;
  private volatile @Nullable String to;
  private volatile int applied;
  private volatile int checks;
  private volatile Closing.@Nullable Database database;
  private volatile @Nullable AppliedVersions versions;
  private volatile @Nullable Script script;

  /**
   * The script that is under way.
   *
   * @param transactional whether it is rolled back when it is interrupted
   */
  public record Script(String name, boolean transactional) {}

  public synchronized void found(@Nullable String version) {
    from = version;
    to = version;
  }

  public synchronized void begin(String name, boolean transactional) {
    script = new Script(name, transactional);
  }

  /** The script that was under way is committed. */
  public synchronized void applied(@Nullable String version) {
    applied++;
    script = null;
    if (version != null) {
      to = version;
    }
  }

  public synchronized void leave(@Nullable String version, AppliedVersions all) {
    to = version;
    versions = all;
  }

  /** The history began at this version: what was there before it counts as that. */
  public synchronized void startsAt(String baseline) {
    if (from == null) {
      from = baseline;
    }
  }

  public synchronized void passed() {
    checks++;
  }

  public void seen(Closing.Database identity) {
    database = identity;
  }

  public boolean hasApplied() {
    return applied > 0;
  }

  public @Nullable Script script() {
    return script;
  }

  public @Nullable AppliedVersions versions() {
    return versions;
  }

  /** Where the schema is, as a part of a sentence. */
  public String standing() {
    var version = to;
    return version == null ? "no version is applied" : "the schema stays at " + version;
  }

  public Closing closing(Ending ending) {
    return new Closing(
        ending.exit(),
        ending.reason(),
        ending.message(),
        from,
        to,
        applied,
        checks,
        ending.failure(),
        database);
  }
}
