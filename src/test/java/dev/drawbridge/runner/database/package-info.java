/** The pure parts of {@code runner.database}, as tables. */
@NullMarked
package dev.drawbridge.runner.database;

import org.jspecify.annotations.NullMarked;
