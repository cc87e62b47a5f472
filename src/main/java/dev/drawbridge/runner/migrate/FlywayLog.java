package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.process.Place;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * What Flyway remarks goes to standard error, where every line is redacted: errors, and in a pod
 * warnings. All else is told in the report. It is simple because to set up a library for it takes
 * as long as to apply a script.
 *
 * @param from the class that says it
 */
public record FlywayLog(String from) implements Log {

  /** By this class's name Flyway is told to use it. */
  public static final class Creator implements LogCreator {

    @Override
    public Log createLogger(Class<?> from) {
      return new FlywayLog(from.getSimpleName());
    }
  }

  @Override
  public void debug(String message) {}

  @Override
  public void info(String message) {}

  @Override
  public void notice(String message) {}

  @Override
  public void warn(String message) {
    if (Place.here() != Place.TERMINAL) {
      tell("WARN", message);
    }
  }

  @Override
  public void error(String message) {
    tell("ERROR", message);
  }

  @Override
  public void error(String message, Exception cause) {
    tell("ERROR", message);
    cause.printStackTrace();
  }

  private void tell(String level, String message) {
    System.err.println(level + " " + from + " " + message);
  }
}
