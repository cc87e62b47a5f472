package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** The mark of a run on its Job and its pods, read in one way by everyone. */
public final class RunLabel {

  private RunLabel() {}

  /** The id of the run that {@code resource} belongs to; empty if it carries none. */
  public static String of(HasMetadata resource) {
    return Hold.labelOf(resource, Markers.RUN_LABEL).orElse("");
  }
}
