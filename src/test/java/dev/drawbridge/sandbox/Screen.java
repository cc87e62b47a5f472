package dev.drawbridge.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Where the sandbox writes: short lines in columns. */
final class Screen {

  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(3);

  private final PrintStream out;
  private boolean closed;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** From now on nothing is said any more. */
  synchronized void close() {
    closed = true;
  }

  synchronized void line(String text) {
    if (closed) {
      return;
    }
    out.println(text.stripTrailing());
    out.flush();
  }

  /** Something that takes its time: said when it is done, and every few seconds until then. */
  <T> T step(String what, Callable<T> work) throws Exception {
    var start = System.nanoTime();
    try (var clock = Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
      var sign =
          clock.scheduleAtFixedRate(
              () -> line("  %-40s  starting %s".formatted(what, seconds(since(start)))),
              SIGN_OF_LIFE.toMillis(),
              SIGN_OF_LIFE.toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return work.call();
      } finally {
        sign.cancel(false);
      }
    } finally {
      took = since(start);
    }
  }

  private Duration took = Duration.ZERO;

  /** Says that what the last step was about is ready, by the name that is known now. */
  void ready(String what) {
    line("  %-40s  ready %s".formatted(what, seconds(took)));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%5.1f s", duration.toMillis() / 1000.0);
  }
}
