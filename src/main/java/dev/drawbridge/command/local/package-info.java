/**
 * Runs on this machine: {@code drawbridge run} and {@code drawbridge plan}. What the operator and
 * the kubelet do for a pod is done by folders and child processes here; what is done to the
 * database is done by the same runner.
 */
@NullMarked
package dev.drawbridge.command.local;

import org.jspecify.annotations.NullMarked;
