package dev.drawbridge.gate.webhook;

import dev.drawbridge.gate.Write;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/** What has been made of the bytes of an admission review. */
sealed interface Reading {

  /** A write of a Deployment, or of what is looked at as one. */
  record Understood(
      AdmissionRequest request, Write.Part part, @Nullable Deployment old, Deployment asked)
      implements Reading {}

  /** An admission review, but not one that can be judged: it is answered, with a refusal. */
  record NotForUs(String uid, String sentence) implements Reading {}

  /** No admission review. */
  record Unreadable(String sentence) implements Reading {}
}
