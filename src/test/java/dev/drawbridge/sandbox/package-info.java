/**
 * What plays a cluster and its node on one machine, for the tests and for {@code ./sandbox}: an API
 * server, the cluster's controllers, a node that runs pods as processes, and a database.
 */
@NullMarked
package dev.drawbridge.sandbox;

import org.jspecify.annotations.NullMarked;
