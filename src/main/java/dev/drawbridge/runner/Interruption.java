package dev.drawbridge.runner;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.database.Sessions;
import dev.drawbridge.runner.process.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGTERM and the deadline into a run that ends by itself: the statement is cancelled, the
 * transaction rolls back, the closing line is written. A run that does not come back in time is
 * ended without it.
 */
final class Interruption implements AutoCloseable {

  private static final Duration BETWEEN_CANCELS = Duration.ofMillis(500);

  private final StopSignal stop;
  private final Patience patience;
  private final Function<Reason, Exit> endInItsPlace;
  private final boolean endsProcess;
  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().unstarted(this::onSignal);
  private volatile @Nullable Sessions sessions;

  /**
   * @param endsProcess whether a process that was asked to end has nothing to do after the run
   */
  Interruption(
      StopSignal stop,
      Patience patience,
      Function<Reason, Exit> endInItsPlace,
      boolean endsProcess) {
    this.stop = stop;
    this.patience = patience;
    this.endInItsPlace = endInItsPlace;
    this.endsProcess = endsProcess;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** From now on the run is interrupted shortly before its deadline, which is {@code away}. */
  void watch(Duration away) {
    var left = away.minus(patience.beforeDeadline());
    Thread.ofPlatform().daemon().name("deadline").start(() -> awaitDeadline(left));
  }

  /** The sessions whose statements are to be cancelled. */
  void cancels(Sessions opened) {
    sessions = opened;
  }

  /** The run has ended by itself, and has told so. */
  void finished(Exit exit) {
    end.complete(exit);
    finished.countDown();
  }

  private void awaitDeadline(Duration left) {
    try {
      if (!finished.await(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) {
        var exit = interrupt(Reason.DEADLINE_EXCEEDED);
        if (exit != null) {
          halt(exit);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** In a shutdown hook the exit code can only be chosen by halting. */
  private void onSignal() {
    if (end.isDone()) {
      return;
    }
    var exit = interrupt(Reason.INTERRUPTED);
    if (endsProcess) {
      halt(exit == null ? end.join() : exit);
    }
  }

  private static void halt(Exit exit) {
    // It may hold a last line without an end.
    System.err.close();
    Runtime.getRuntime().halt(exit.code());
  }

  /** Null if the run has ended by itself; else the end that was told in its place. */
  private @Nullable Exit interrupt(Reason reason) {
    stop.give(reason);
    var until = System.nanoTime() + patience.unwind().toNanos();
    while (System.nanoTime() < until) {
      var known = sessions;
      if (known != null) {
        known.cancel();
      }
      if (hasEnded()) {
        return null;
      }
    }
    return endInItsPlace.apply(reason);
  }

  private boolean hasEnded() {
    try {
      end.get(BETWEEN_CANCELS.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (InterruptedException notAnEnd) {
      // Nobody has a reason to interrupt this thread, and to believe it would lose the closing
      // line: the wait goes on.
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an end is never exceptional", impossible);
    }
  }

  @Override
  public void close() {
    finished.countDown();
  }
}
