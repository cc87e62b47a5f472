package dev.drawbridge.gate;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/** What becomes of a write. */
public sealed interface Decision {

  /**
   * It is stored.
   *
   * @param stored as it is stored; the same object as was asked for if there is nothing to change
   * @param warnings sentences for whoever writes
   */
  record Allowed(Deployment stored, List<String> warnings) implements Decision {
    public Allowed {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * It is not stored.
   *
   * @param sentence why, and what to do instead
   */
  record Refused(String sentence) implements Decision {}
}
