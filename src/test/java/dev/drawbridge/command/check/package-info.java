/** The command {@code drawbridge check}: its cases, its formats, its exit codes. */
@NullMarked
package dev.drawbridge.command.check;

import org.jspecify.annotations.NullMarked;
