/** Files that are written by a program and committed: what they must be, and how they are made. */
@NullMarked
package dev.drawbridge.generated;

import org.jspecify.annotations.NullMarked;
