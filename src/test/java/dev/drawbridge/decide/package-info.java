/** The rules as tables: what is given, what follows. */
@NullMarked
package dev.drawbridge.decide;

import org.jspecify.annotations.NullMarked;
