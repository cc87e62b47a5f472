/**
 * How pods that wait by themselves are gated: those of StatefulSets, DaemonSets and Jobs, and bare
 * ones. As with Deployments, holding is stateless and knows nothing of what is verified. Nothing
 * here writes to the cluster.
 *
 * <p>May use {@code api}, {@code decide} and the Kubernetes model. May not use {@code observe},
 * {@code act}, {@code runner} or any client.
 */
@NullMarked
package dev.drawbridge.gate.pod;

import org.jspecify.annotations.NullMarked;
