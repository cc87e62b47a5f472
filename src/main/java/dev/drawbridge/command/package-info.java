/**
 * The commands for people: what is called by hand or in CI, and not by the image. They are in
 * packages below this one, which joins them. Nothing here is loaded by the operator or by the
 * runner.
 *
 * <p>May use {@code api}, {@code report}, {@code decide}, {@code act} and {@code runner}, a
 * Kubernetes client, and picocli. What asks for something in the cluster is written by {@code act},
 * with the rights of whoever calls.
 */
@NullMarked
package dev.drawbridge.command;

import org.jspecify.annotations.NullMarked;
