/** The pure parts of {@code runner.process}, as tables. */
@NullMarked
package dev.drawbridge.runner.process;

import org.jspecify.annotations.NullMarked;
