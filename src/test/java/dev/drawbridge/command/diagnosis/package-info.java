/** The report on a run: its cases, and a real API server. */
@NullMarked
package dev.drawbridge.command.diagnosis;

import org.jspecify.annotations.NullMarked;
