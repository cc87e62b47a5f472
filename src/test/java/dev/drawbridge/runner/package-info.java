/** The runner as a process against a real PostgreSQL, and its pure parts as tables. */
@NullMarked
package dev.drawbridge.runner;

import org.jspecify.annotations.NullMarked;
