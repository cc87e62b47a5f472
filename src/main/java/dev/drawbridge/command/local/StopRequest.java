package dev.drawbridge.command.local;

import dev.drawbridge.report.Exit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Passes on Ctrl-C and SIGTERM to the process that is at work, and waits until the run has told its
 * end and has cleaned up: a process that is asked to end is over when its hooks are.
 */
final class StopRequest {

  /** A runner takes 4 seconds to give up a statement; a tool of the user's may need more. */
  private static final long LONGEST_SECONDS = 20;

  private final PrivateFolder folder;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private volatile @Nullable ProcessHandle current;
  private volatile boolean isMade;

  private StopRequest(PrivateFolder folder) {
    this.folder = folder;
  }

  /** From now on, what is in {@code folder} does not outlive this process. */
  static StopRequest awaited(PrivateFolder folder) {
    var request = new StopRequest(folder);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(request::onSignal));
    return request;
  }

  /** Whether somebody has asked to stop. */
  boolean isMade() {
    return isMade;
  }

  /** {@code process} is at work now. */
  void concerns(Process process) {
    // Ended by itself, the process would close the stream on which it tells its end.
    current = process.toHandle();
    if (isMade) {
      process.toHandle().destroy();
    }
  }

  /** All is told and cleaned up. */
  void finished(int code) {
    end.complete(code);
  }

  /** In a shutdown hook the exit code can only be chosen by halting. */
  private void onSignal() {
    if (end.isDone()) {
      return;
    }
    isMade = true;
    var process = current;
    if (process != null) {
      ToolProcess.family(process).forEach(ProcessHandle::destroy);
    }
    Runtime.getRuntime().halt(awaitEnd());
  }

  private int awaitEnd() {
    try {
      return end.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException | InterruptedException late) {
      var process = current;
      if (process != null) {
        ToolProcess.family(process).forEach(ProcessHandle::destroyForcibly);
      }
      folder.close();
      return Exit.INTERRUPTED.code();
    }
  }
}
