/**
 * The command {@code drawbridge check}: reads files, has them reviewed, and writes what was found
 * in the form that its reader wants. Touches no database.
 */
@NullMarked
package dev.drawbridge.command.check;

import org.jspecify.annotations.NullMarked;
