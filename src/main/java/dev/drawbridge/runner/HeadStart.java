package dev.drawbridge.runner;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;

/**
 * Loads what every run needs while its input is still being read: with a second processor it is
 * sooner at work.
 */
final class HeadStart {

  private final Thread thread =
      Thread.ofPlatform().daemon().name("head-start").unstarted(this::load);

  private HeadStart() {}

  static HeadStart begin() {
    var start = new HeadStart();
    start.thread.start();
    return start;
  }

  /** Whatever fails here fails once more where it is needed, and is told there. */
  private void load() {
    try {
      new Driver().acceptsURL("jdbc:postgresql:");
      // By these a password is proved to the server.
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      Mac.getInstance("HmacSHA256");
      Flyway.configure().loggers("slf4j").load();
    } catch (RuntimeException | GeneralSecurityException | LinkageError ignored) {
      return;
    }
  }

  /** Waits until all is loaded: two threads that initialize the same classes may wait for ever. */
  void await() {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
