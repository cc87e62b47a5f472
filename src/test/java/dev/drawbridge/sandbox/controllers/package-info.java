/**
 * What kube-controller-manager does in a cluster, as far as Drawbridge meets it: Jobs get their
 * pod, Deployments their ReplicaSets, and ReplicaSets pods that merely say that they run. Works
 * through a client, so it serves any API server that has no controllers.
 */
@NullMarked
package dev.drawbridge.sandbox.controllers;

import org.jspecify.annotations.NullMarked;
