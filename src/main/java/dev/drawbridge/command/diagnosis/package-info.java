/**
 * {@code drawbridge report}: what is known of the last run of a Migration, from its status and from
 * the logs of its pod. Reads the cluster, and writes nothing to it.
 */
@NullMarked
package dev.drawbridge.command.diagnosis;

import org.jspecify.annotations.NullMarked;
