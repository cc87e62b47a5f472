/**
 * How Deployments and Rollouts, and in {@code pod} the pods of others, are held back. Holding is
 * stateless and knows nothing of what is verified; letting go is the operator's, after it has
 * looked. Nothing here writes to the cluster.
 *
 * <p>May use {@code api}, {@code decide} and the Kubernetes model. May not use {@code observe},
 * {@code act}, {@code runner} or any client.
 */
@NullMarked
package dev.drawbridge.gate;

import org.jspecify.annotations.NullMarked;
