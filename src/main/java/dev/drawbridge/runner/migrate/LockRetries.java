package dev.drawbridge.runner.migrate;

import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.database.ServerError;
import dev.drawbridge.runner.database.Trouble;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.StopSignal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries a script again that waited too long for a lock: it has given up its place in the queue, so
 * that others could go on, and of a transaction that is rolled back nothing stays. The pauses grow,
 * and are never quite the same for two runs.
 */
public final class LockRetries {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final int most;
  private final RunPhase phase;
  private final boolean countsTogether;
  private final Journal journal;
  private final StopSignal stop;
  private @Nullable String script;
  private int tries;
  private GrowingPause pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);

  private LockRetries(
      int most, RunPhase phase, boolean countsTogether, Journal journal, StopSignal stop) {
    this.most = most;
    this.phase = phase;
    this.countsTogether = countsTogether;
    this.journal = journal;
    this.stop = stop;
  }

  /** Tries each script again {@code most} times. */
  public static LockRetries ofEach(int most, RunPhase phase, Journal journal, StopSignal stop) {
    return new LockRetries(most, phase, false, journal, stop);
  }

  /** Tries scripts that are one transaction again {@code most} times, whichever has to wait. */
  public static LockRetries ofAll(int most, RunPhase phase, Journal journal, StopSignal stop) {
    return new LockRetries(most, phase, true, journal, stop);
  }

  /**
   * Whether a script that has failed is to be tried again; if so, the pause before it is over.
   *
   * @param rolledBack whether nothing of it has stayed
   */
  public boolean again(
      String failed, ServerError error, boolean rolledBack, Optional<String> blocker) {
    if (!rolledBack || error.trouble() != Trouble.LOCK_TIMEOUT) {
      return false;
    }
    count(failed);
    if (tries > most) {
      return false;
    }
    var wait = pause.nextUneven();
    journal.tell(
        phase,
        State.WAITING,
        failed,
        "it waited too long for a lock%s and was rolled back. Tried again in %.1f s, retry %d of %d"
            .formatted(
                blocker.map(who -> ", held by " + who + ",").orElse(""),
                wait.toMillis() / 1000.0,
                tries,
                most));
    stop.pause(wait);
    return true;
  }

  private void count(String failed) {
    if (script == null || !(countsTogether || failed.equals(script))) {
      script = failed;
      tries = 0;
      pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    }
    tries++;
  }
}
