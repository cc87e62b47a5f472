/**
 * What people read: the status of a Migration, and of a Rollback. Projection of what the cluster
 * shows plus memory of what the cluster will forget; lists are bounded. Unknown fields are ignored,
 * so that a status written by a newer version can be read.
 */
@NullMarked
package dev.drawbridge.api.status;

import org.jspecify.annotations.NullMarked;
