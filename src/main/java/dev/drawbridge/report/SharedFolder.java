package dev.drawbridge.report;

import java.nio.file.Path;

/**
 * The folder that the containers of one run share, where there are several: a volume in memory.
 *
 * @param path where it is for a container of our own
 */
public record SharedFolder(Path path) {

  /** The folder in it that says how to connect; the user's containers cannot write to it. */
  public static final String ACCESS = "access";

  public static final String SERVICE_FILE = "pg_service.conf";
  public static final String PASSWORD_FILE = "pgpass";

  /** The service that the service file has. */
  public static final String SERVICE = "drawbridge";

  /** In a container's folder: it is there if the container is to do nothing. */
  public static final String SKIP = "skip";

  /** In a container's folder: the end of what it wrote to standard output. */
  public static final String LAST_OUTPUT = "last";

  public Path access() {
    return path.resolve(ACCESS);
  }

  /** The folder of the user's container of this name, which it sees too. */
  public Path of(String container) {
    return path.resolve(container);
  }

  public Path skip(String container) {
    return of(container).resolve(SKIP);
  }

  public Path lastOutput(String container) {
    return of(container).resolve(LAST_OUTPUT);
  }

  /** What one of our containers tells the next. */
  public Path handover() {
    return path.resolve("handover.json");
  }
}
