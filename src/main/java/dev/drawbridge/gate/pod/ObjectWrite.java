package dev.drawbridge.gate.pod;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One write of a pod, or of what makes pods, as admission sees it.
 *
 * @param old what is stored now, of the same kind; null if the object is created
 * @param asked what is to be stored
 * @param ofStatus whether the subresource {@code status} is written: what it wrongly reaches are
 *     labels and annotations
 * @param user who writes
 * @param mayBreakGlass whether that user has the verb {@code breakglass} on the Migration of this
 *     name in the object's namespace; asked only if it matters
 */
public record ObjectWrite<R extends HasMetadata>(
    @Nullable R old, R asked, boolean ofStatus, String user, Predicate<String> mayBreakGlass) {

  ObjectWrite<R> withAsked(R other) {
    return new ObjectWrite<>(old, other, ofStatus, user, mayBreakGlass);
  }

  /** Asked of what is stored: whoever creates an object could write any deletion time into it. */
  boolean isOfOneBeingDeleted() {
    return Optional.ofNullable(old)
        .map(HasMetadata::getMetadata)
        .map(ObjectMeta::getDeletionTimestamp)
        .isPresent();
  }
}
