/** The parts of {@code runner.database.sqlite} that need no process of their own. */
@NullMarked
package dev.drawbridge.runner.database.sqlite;

import org.jspecify.annotations.NullMarked;
