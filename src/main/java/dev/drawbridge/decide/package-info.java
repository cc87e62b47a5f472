/**
 * Snapshot in, verdict out: everything difficult, as pure functions of values with tables of tests
 * beside them.
 *
 * <p>May use the API, the report and the Kubernetes model. May not use a client, the SDK, files,
 * sockets, SQL, a logger, a clock or randomness: time is a value of the snapshot.
 */
@NullMarked
package dev.drawbridge.decide;

import org.jspecify.annotations.NullMarked;
