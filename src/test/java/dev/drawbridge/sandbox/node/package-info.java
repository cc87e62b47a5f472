/**
 * A node without containers: it runs the pods of Jobs as processes of this machine, and tells of
 * them what a kubelet would. Paths that a container would see are made of links in a folder of its
 * own, and rewritten in what the process is given. Works through a client, against any API server.
 */
@NullMarked
package dev.drawbridge.sandbox.node;

import org.jspecify.annotations.NullMarked;
