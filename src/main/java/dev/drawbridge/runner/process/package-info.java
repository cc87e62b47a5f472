/**
 * What the runner's process is told and tells: the signal to stop, the report, the redaction of
 * secrets, and how it ends. May use {@code report}, and nothing else of Drawbridge; no SQL.
 */
@NullMarked
package dev.drawbridge.runner.process;

import org.jspecify.annotations.NullMarked;
