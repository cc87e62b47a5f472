/** Runs on this machine: what is refused, how the database is found, and whole runs. */
@NullMarked
package dev.drawbridge.command.local;

import org.jspecify.annotations.NullMarked;
