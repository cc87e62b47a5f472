/**
 * A real API server for tests, where its programs are found. It has no controllers and no nodes.
 */
@NullMarked
package dev.drawbridge.cluster;

import org.jspecify.annotations.NullMarked;
