package dev.drawbridge.sandbox.apiserver;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.jspecify.annotations.Nullable;

/** What admission policies for Deployments do: asked on every write of one. */
@FunctionalInterface
public interface Admission {

  /** Stores what is asked for. */
  Admission NONE = (old, asked, subresource, user) -> asked;

  /**
   * The Deployment as it is to be stored.
   *
   * @param old what is stored now; null if it is created
   * @param subresource scale or status; empty for the object itself
   * @throws ApiFailure if it is refused
   */
  Deployment admit(@Nullable Deployment old, Deployment asked, String subresource, String user);
}
