package dev.drawbridge.gate.pod;

import dev.drawbridge.api.Markers;
import dev.drawbridge.decide.BreakGlass;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wish to open the gate, and who has opened it, as they stand on a pod or a template. */
final class Glass {

  private Glass() {}

  static Optional<BreakGlass> on(@Nullable ObjectMeta metadata) {
    return Hold.annotationOf(metadata, Markers.BREAK_GLASS_ANNOTATION).map(BreakGlass::new);
  }

  static Optional<String> approver(@Nullable ObjectMeta metadata) {
    return Hold.annotationOf(metadata, Markers.BREAK_GLASS_BY_ANNOTATION);
  }
}
