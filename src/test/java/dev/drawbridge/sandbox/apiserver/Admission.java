package dev.drawbridge.sandbox.apiserver;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * What an admission policy for Deployments does: asked on every write of the object itself, and not
 * for its subresources.
 */
@FunctionalInterface
public interface Admission {

  /** Stores what is asked for. */
  Admission NONE = (old, asked, user) -> asked;

  /**
   * The Deployment as it is to be stored.
   *
   * @param old what is stored now; null if it is created
   * @throws ApiFailure if it is refused
   */
  Deployment admit(@Nullable Deployment old, Deployment asked, String user);
}
