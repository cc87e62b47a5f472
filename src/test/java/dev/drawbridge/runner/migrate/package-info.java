/** The pure parts of {@code runner.migrate}, as tables. */
@NullMarked
package dev.drawbridge.runner.migrate;

import org.jspecify.annotations.NullMarked;
