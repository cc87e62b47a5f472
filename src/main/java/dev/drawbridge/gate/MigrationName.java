package dev.drawbridge.gate;

import java.util.regex.Pattern;

/** Which names a Migration can have: Kubernetes lets labels have more. */
public final class MigrationName {

  private static final int LONGEST = 63;
  private static final Pattern POSSIBLE =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private MigrationName() {}

  /** Whether a Migration can have this name. */
  public static boolean isPossible(String name) {
    return name.length() <= LONGEST && POSSIBLE.matcher(name).matches();
  }
}
