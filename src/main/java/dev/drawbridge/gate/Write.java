package dev.drawbridge.gate;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One write of a Deployment, as admission sees it. A dry run is a write like any other: judging has
 * no side effect.
 *
 * @param old what is stored now; null if the Deployment is created
 * @param asked what is to be stored. For a write of its scale: what is stored, with the replicas
 *     that are asked for
 * @param user who writes
 * @param mayBreakGlass whether that user has the verb {@code breakglass} on the Migration of this
 *     name in the Deployment's namespace; asked only if it matters
 */
public record Write(
    @Nullable Deployment old,
    Deployment asked,
    Part part,
    String user,
    Predicate<String> mayBreakGlass) {

  /** What of a Deployment is written. */
  public enum Part {
    /** The object itself. */
    OBJECT,
    /** The subresource {@code scale}. */
    SCALE,
    /** The subresource {@code status}: what it wrongly reaches are the annotations. */
    STATUS
  }

  Write withAsked(Deployment other) {
    return new Write(old, other, part, user, mayBreakGlass);
  }
}
