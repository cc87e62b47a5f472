/**
 * What GitOps tools and monitoring make of Drawbridge: their rules, played or run by their own
 * language, over the statuses and metrics that the operator writes.
 */
@NullMarked
package dev.drawbridge.gitops;

import org.jspecify.annotations.NullMarked;
