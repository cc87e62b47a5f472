/** The pure parts of {@code runner.script}, as tables. */
@NullMarked
package dev.drawbridge.runner.script;

import org.jspecify.annotations.NullMarked;
