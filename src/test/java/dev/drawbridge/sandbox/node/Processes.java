package dev.drawbridge.sandbox.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The processes that were started here. None of them, nor their own children, outlives this: they
 * are killed when it is closed, and at the latest when the Java machine ends.
 */
public final class Processes implements AutoCloseable {

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final Thread hook = Thread.ofPlatform().name("kill processes").unstarted(this::killAll);

  public Processes() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public Process add(Process process) {
    running.add(process);
    var _ = process.onExit().thenRun(() -> running.remove(process));
    return process;
  }

  /** Ends the process and all that it started, without asking. */
  public static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void killAll() {
    running.forEach(Processes::kill);
    running.forEach(Processes::awaitEnd);
  }

  private static void awaitEnd(Process process) {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAnyway) {
      // The hook runs or has run; there is nothing left to remove.
    }
  }
}
