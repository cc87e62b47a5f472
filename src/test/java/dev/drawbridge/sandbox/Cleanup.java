package dev.drawbridge.sandbox;

import dev.drawbridge.sandbox.node.Folders;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes everything in the reverse order of its making when the Java machine ends, in whichever way
 * that comes about, and then makes sure: no process of ours is alive, the folder is gone.
 */
final class Cleanup {

  private static final int ATTEMPTS = 200;

  private final Path folder;
  private final Screen screen;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile boolean over;

  /**
   * For what is written to {@code folder}.
   *
   * @param screen says nothing any more once the end has come
   */
  Cleanup(Path folder, Screen screen) {
    this.screen = screen;
    this.folder = Folders.create(folder);
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("cleanup").unstarted(this::run));
  }

  /** Takes charge of {@code resource}; if the end has come meanwhile, closes it at once. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    if (over) {
      close(resource);
      throw new IllegalStateException("stopped");
    }
    open.push(resource);
    return resource;
  }

  boolean isOver() {
    return over;
  }

  private void run() {
    over = true;
    screen.close();
    synchronized (this) {
      open.forEach(Cleanup::close);
    }
    // Something may have been starting when the end came.
    for (var attempt = 0; attempt < ATTEMPTS && !isClean(); attempt++) {
      Thread.onSpinWait();
    }
  }

  private boolean isClean() {
    ProcessHandle.current()
        .descendants()
        .forEach(process -> {
          process.destroyForcibly();
          process.onExit().join();
        });
    try {
      Folders.remove(folder);
    } catch (UncheckedIOException stillWrittenTo) {
      return false;
    }
    return Files.notExists(folder);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception failed) {
      System.err.println("while stopping: " + failed);
    }
  }
}
