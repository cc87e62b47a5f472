/**
 * What people write: the custom resources and their specs, as records. Every field carries its
 * description once, and the CRDs in {@code crds/} are generated from here. What people read is in
 * {@code api.status}.
 *
 * <p>May use Jackson, the CRD annotations and the Kubernetes model. May not use anything else of
 * Drawbridge.
 */
@NullMarked
package dev.drawbridge.api;

import org.jspecify.annotations.NullMarked;
