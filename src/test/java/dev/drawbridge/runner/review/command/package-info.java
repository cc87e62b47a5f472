/** The command {@code drawbridge check}: its cases, its formats, its exit codes. */
@NullMarked
package dev.drawbridge.runner.review.command;

import org.jspecify.annotations.NullMarked;
