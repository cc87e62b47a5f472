/**
 * The hold rule as an admission webhook, for clusters whose API server cannot hold Deployments by
 * itself. Stateless: every replica serves it, whether it leads or not.
 *
 * <p>May use what {@code gate} may, and the JDK's HTTPS server. Whatever needs a client, such as
 * what somebody may do, comes in as a function.
 */
@NullMarked
package dev.drawbridge.gate.webhook;

import org.jspecify.annotations.NullMarked;
