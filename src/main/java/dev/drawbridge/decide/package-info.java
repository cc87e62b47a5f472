/**
 * What follows from what is seen. Everything here is pure: the same input gives the same answer, so
 * every rule is tested as a table.
 *
 * <p>May use {@code api}, {@code report}, the Kubernetes model and the JDK's values. May not use a
 * client, the operator SDK, files, sockets, SQL, a logger, the wall clock or randomness.
 */
@NullMarked
package dev.drawbridge.decide;

import org.jspecify.annotations.NullMarked;
