/**
 * The line between the runner in its pod and the operator: what the runner is given, the events
 * that it writes, the exit codes it ends with, and the reasons that both sides use. Both ends are
 * read and written here and nowhere else.
 *
 * <p>May use the JDK and Jackson. May not use anything else of Drawbridge, a Kubernetes client, or
 * SQL.
 */
@NullMarked
package dev.drawbridge.report;

import org.jspecify.annotations.NullMarked;
