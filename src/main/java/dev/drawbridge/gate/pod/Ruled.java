package dev.drawbridge.gate.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What becomes of a write of a pod, or of what makes pods. */
public sealed interface Ruled {

  /**
   * It is stored.
   *
   * @param object as it is stored; the same object as was asked for if there is nothing to change
   */
  record Stored(HasMetadata object) implements Ruled {}

  /**
   * It is not stored.
   *
   * @param sentence why, and what to do instead
   */
  record Refused(String sentence) implements Ruled {}
}
