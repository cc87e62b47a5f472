/**
 * {@code drawbridge status}: how Migrations stand, as their statuses say it, and the plan that one
 * of them has told. Reads the cluster, and writes nothing to it.
 */
@NullMarked
package dev.drawbridge.command.status;

import org.jspecify.annotations.NullMarked;
