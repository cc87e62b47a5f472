package dev.drawbridge.api;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Run;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Objects;
import java.util.Optional;

/**
 * A database migration. Each state of its inputs is run once, as one Job with one pod at a time.
 * Deployments, and pods of other kinds, that carry its name in the label {@value
 * Markers#MIGRATION_LABEL} wait until what their template asks for has been verified.
 */
@Group(Markers.GROUP)
@Version("v1alpha1")
@Kind("Migration")
@Plural("migrations")
@ShortNames("mig")
public class Migration extends CustomResource<MigrationSpec, MigrationStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  @Override
  @JsonDeserialize(using = SpecReader.class)
  public void setSpec(MigrationSpec spec) {
    super.setSpec(spec);
  }

  /** Namespace and name, joined by a slash. */
  public String qualifiedName() {
    return getMetadata().getNamespace() + "/" + getMetadata().getName();
  }

  /** The queue of its runs: those of one queue never overlap. */
  public String queue() {
    return getSpec().database().queueIn(getMetadata().getNamespace());
  }

  /** The status as it was last written; empty for a new Migration. */
  public MigrationStatus statusOrNone() {
    return Objects.requireNonNullElse(getStatus(), MigrationStatus.NONE);
  }

  /** The same Migration with {@code next} as its status; this one stays as it is. */
  public Migration withStatus(MigrationStatus next) {
    var changed = another();
    changed.setMetadata(getMetadata());
    changed.setSpec(getSpec());
    changed.setStatus(next);
    return changed;
  }

  /** A new one of the same kind. */
  protected Migration another() {
    return new Migration();
  }

  /** The same Migration with metadata as they are now; this one stays as it is. */
  public Migration withMetadata(ObjectMeta now) {
    var changed = withStatus(statusOrNone());
    changed.setMetadata(now);
    return changed;
  }

  /** The run that the status says is under way. */
  public Optional<Run> runUnderWay() {
    return Optional.ofNullable(statusOrNone().run()).filter(Run::underWay);
  }
}
