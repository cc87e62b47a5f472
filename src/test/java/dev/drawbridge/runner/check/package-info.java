/** The pure parts of {@code runner.check}, as tables. */
@NullMarked
package dev.drawbridge.runner.check;

import org.jspecify.annotations.NullMarked;
