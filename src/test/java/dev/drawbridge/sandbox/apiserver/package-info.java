/**
 * An API server in memory: Fabric8's mock web server in front, and behind it a store that keeps the
 * promises of a real one that Drawbridge relies on. It has no schemas: what the CRDs refuse, only a
 * real API server tells.
 *
 * <p>Knows nothing of Drawbridge.
 */
@NullMarked
package dev.drawbridge.sandbox.apiserver;

import org.jspecify.annotations.NullMarked;
