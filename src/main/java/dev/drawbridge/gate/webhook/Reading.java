package dev.drawbridge.gate.webhook;

import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import org.jspecify.annotations.Nullable;

/** What has been made of the bytes of an admission review. */
sealed interface Reading {

  /**
   * A write of something that is judged; {@code old} and {@code asked} are of the same kind, and a
   * Rollout is the Deployment that it would be.
   */
  record Understood(
      AdmissionRequest request, Write.Part part, @Nullable HasMetadata old, HasMetadata asked)
      implements Reading {}

  /** An admission review, but not one that can be judged: it is answered, with a refusal. */
  record NotForUs(String uid, String sentence) implements Reading {}

  /** No admission review. */
  record Unreadable(String sentence) implements Reading {}
}
