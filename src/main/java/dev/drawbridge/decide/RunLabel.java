package dev.drawbridge.decide;

import dev.drawbridge.api.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;

/** The mark of a run on its Job and its pods, read in one way by everyone. */
public final class RunLabel {

  private RunLabel() {}

  /** The id of the run that {@code resource} belongs to; empty if it carries none. */
  public static String of(HasMetadata resource) {
    var labels = resource.getMetadata().getLabels();
    return Objects.requireNonNullElse(labels, Map.<String, String>of())
        .getOrDefault(Markers.RUN_LABEL, "");
  }
}
