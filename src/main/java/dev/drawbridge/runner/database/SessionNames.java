package dev.drawbridge.runner.database;

/**
 * The names by which the server knows our sessions, so that a later attempt can find them.
 *
 * @param working for the sessions that do the work: {@code drawbridge/<run>/<attempt>}
 * @param lock for the session that holds the lock: {@code drawbridge-lock/<run>}
 */
public record SessionNames(String working, String lock) {

  /** What the names of all working sessions start with, of whatever run. */
  static final String ANY_WORKING = "drawbridge/";

  /** The names for a run's attempt; a pod's name ends in what tells it from the run's others. */
  public static SessionNames of(String run, String attempt) {
    return new SessionNames(ANY_WORKING + run + "/" + suffix(attempt), "drawbridge-lock/" + run);
  }

  /** The names for a run that only checks: no other run takes its sessions for what is left. */
  public static SessionNames ofChecks(String run, String attempt) {
    return new SessionNames(
        "drawbridge-checks/" + run + "/" + suffix(attempt), "drawbridge-lock/" + run);
  }

  private static String suffix(String attempt) {
    return attempt.substring(attempt.lastIndexOf('-') + 1);
  }
}
