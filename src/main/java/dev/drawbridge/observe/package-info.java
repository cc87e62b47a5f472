/**
 * The cluster, read into one snapshot: caches for nearly everything, and the API server itself only
 * where a decision must not rest on a stale cache. Nothing here writes.
 */
@NullMarked
package dev.drawbridge.observe;

import org.jspecify.annotations.NullMarked;
