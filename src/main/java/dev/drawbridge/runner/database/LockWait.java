package dev.drawbridge.runner.database;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunPhase;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.process.GrowingPause;
import dev.drawbridge.runner.process.Journal;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Sentences;
import dev.drawbridge.runner.process.Standing;
import dev.drawbridge.runner.process.StopSignal;
import java.time.Duration;
import java.util.Optional;

/**
 * The wait for a lock that another run holds, in whatever kind of database.
 *
 * @param lock what it is called in a sentence
 */
public record LockWait(String lock, Journal journal, StopSignal stop) {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /** Something that is asked of the database. */
  @FunctionalInterface
  public interface Question<T, E extends Exception> {
    T ask() throws E;
  }

  /**
   * Waits until {@code isTaken}, and tells who holds it meanwhile, as far as that can be seen. Ends
   * the run if it is stopped before.
   */
  public <E extends Exception> void until(
      Question<Boolean, E> isTaken, Question<Optional<String>, E> holder) throws E {
    var pause = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    var told = Optional.<String>empty();
    while (!isTaken.ask()) {
      var other = holder.ask();
      if (other.isPresent() && !other.equals(told)) {
        journal.tell(
            RunPhase.PREFLIGHT,
            State.WAITING,
            "database lock",
            "held by another run: " + other.get() + ". This run starts when it has ended.");
        told = other;
      }
      if (stop.awaitFor(pause.next())) {
        throw stopped(told);
      }
    }
  }

  /** A deadline that passes here was not too short for the scripts: they never had their turn. */
  private RuntimeException stopped(Optional<String> holder) {
    if (stop.reason().filter(Reason.DEADLINE_EXCEEDED::equals).isEmpty()) {
      return stop.interrupted();
    }
    return Ending.of(
            Exit.INTERRUPTED,
            Reason.DEADLINE_EXCEEDED,
            new Sentences(
                "The deadline passed while the run waited for %s, which another run holds: %s."
                    .formatted(lock, holder.orElse("who it is cannot be seen")),
                Standing.NOTHING_APPLIED,
                "%s %s.".formatted(Place.here().afterAnother().strip(), Place.here().retry())))
        .asException();
  }
}
