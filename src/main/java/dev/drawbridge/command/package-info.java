/**
 * The commands for people: what is called by hand or in CI, and not by the image. They are in
 * packages below this one, which joins them. Nothing here is loaded by the operator or by the
 * runner.
 *
 * <p>May use {@code api}, {@code report}, {@code decide} and {@code runner}, a Kubernetes client,
 * and picocli. Writes nothing to the cluster.
 */
@NullMarked
package dev.drawbridge.command;

import org.jspecify.annotations.NullMarked;
