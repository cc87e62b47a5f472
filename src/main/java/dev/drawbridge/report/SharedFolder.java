package dev.drawbridge.report;

import java.nio.file.Path;

/**
 * The folder that the containers of one run share, where there are several: a volume in memory.
 *
 * @param path where it is for a container of our own
 */
public record SharedFolder(Path path) {

  /** The folder in it that says how to connect; steps see it alone, and cannot write to it. */
  public static final String ACCESS = "access";

  public static final String SERVICE_FILE = "pg_service.conf";
  public static final String PASSWORD_FILE = "pgpass";

  /** The service that the service file has. */
  public static final String SERVICE = "drawbridge";

  /** In a step's folder: it is there if the step is to be left out. */
  public static final String SKIP = "skip";

  /** In a step's folder: the end of what it wrote to standard output. */
  public static final String LAST_OUTPUT = "last";

  /** The folder of the run step at {@code place}, which it sees too. */
  public static String stepFolder(int place) {
    return "step-" + place;
  }

  public Path access() {
    return path.resolve(ACCESS);
  }

  public Path step(int place) {
    return path.resolve(stepFolder(place));
  }

  public Path skip(int place) {
    return step(place).resolve(SKIP);
  }

  public Path lastOutput(int place) {
    return step(place).resolve(LAST_OUTPUT);
  }

  /** What one of our containers tells the next. */
  public Path handover() {
    return path.resolve("handover.json");
  }
}
