/**
 * The cluster that kubectl would talk to, with the rights of whoever calls: what commands read of
 * it, and what is said when that fails.
 */
@NullMarked
package dev.drawbridge.command.cluster;

import org.jspecify.annotations.NullMarked;
