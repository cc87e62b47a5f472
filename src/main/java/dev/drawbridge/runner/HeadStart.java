package dev.drawbridge.runner;

import dev.drawbridge.runner.migrate.FlywayLog;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.Statement;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import org.flywaydb.core.Flyway;
import org.postgresql.Driver;
import org.postgresql.core.ServerVersion;

/**
 * Loads what every run needs while its input is still being read: with a second processor it is
 * sooner at work. The database is reached as soon as the driver is there; Flyway is needed later.
 */
final class HeadStart {

  private final Thread driver = Thread.ofPlatform().daemon().unstarted(HeadStart::loadDriver);
  private final Thread flyway = Thread.ofPlatform().daemon().unstarted(HeadStart::loadFlyway);

  private HeadStart() {}

  static HeadStart begin() {
    var start = new HeadStart();
    start.driver.start();
    start.flyway.start();
    return start;
  }

  private static void loadDriver() {
    try {
      new Driver().acceptsURL("jdbc:postgresql:");
      // By these a password is proved to the server.
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      Mac.getInstance("HmacSHA256");
      ServerVersion.from("18.0");
    } catch (RuntimeException | GeneralSecurityException | LinkageError ignored) {
      // It is told where it is needed.
    }
  }

  private static void loadFlyway() {
    try {
      Flyway.configure().loggers(FlywayLog.Creator.class.getName()).load();
      // Sessions are wrapped, and code is generated for the first one of each kind.
      wrap(Connection.class);
      wrap(Statement.class);
    } catch (RuntimeException | LinkageError ignored) {
      // It is told where it is needed.
    }
  }

  private static void wrap(Class<?> type) {
    var _ =
        Proxy.newProxyInstance(
            HeadStart.class.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null);
  }

  /** Waits for the driver: two threads that initialize the same classes may wait for ever. */
  void awaitDriver() {
    await(driver);
  }

  /** The same for Flyway. */
  void awaitFlyway() {
    await(flyway);
  }

  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
