/**
 * What a run is going to do: as a value with a digest, as a table for people, as JSON for programs.
 * No SQL connection; nothing is done here.
 */
@NullMarked
package dev.drawbridge.runner.plan;

import org.jspecify.annotations.NullMarked;
