package dev.drawbridge.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.drawbridge.api.status.RollbackStatus;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way back of one Migration. It is done once: the gate is closed first for what is taken back,
 * then the database is changed, by a run like any other.
 */
@Group(Markers.GROUP)
@Version("v1alpha1")
@Kind(Rollback.KIND)
@Plural("rollbacks")
public final class Rollback extends CustomResource<RollbackSpec, RollbackStatus>
    implements Namespaced {

  public static final String KIND = "Rollback";

  private static final long serialVersionUID = 1L;

  /** The status as it was last written; empty for a new Rollback. */
  public RollbackStatus statusOrNone() {
    return Objects.requireNonNullElse(getStatus(), RollbackStatus.NONE);
  }

  /** Whether it has ended, in whatever way: nothing comes of it any more. */
  @JsonIgnore
  public boolean isOver() {
    return statusOrNone().isOver();
  }

  /** Who has made it, as admission has recorded it; null if it has not. */
  @JsonIgnore
  public @Nullable String requestedBy() {
    var annotations = getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(Markers.REQUESTED_BY_ANNOTATION);
  }

  /** The same Rollback with {@code next} as its status; this one stays as it is. */
  public Rollback withStatus(RollbackStatus next) {
    var changed = new Rollback();
    changed.setMetadata(getMetadata());
    changed.setSpec(getSpec());
    changed.setStatus(next);
    return changed;
  }
}
