/** A terminal for tests. */
@NullMarked
package dev.drawbridge.command.terminal;

import org.jspecify.annotations.NullMarked;
