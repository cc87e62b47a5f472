/**
 * What a careful reader would say about scripts before anything runs: rules that need no database,
 * each with a sentence that says what to write instead. The runner and the command {@code
 * drawbridge check} apply the same ones. May use {@code script}; no SQL connection, no output.
 */
@NullMarked
package dev.drawbridge.runner.review;

import org.jspecify.annotations.NullMarked;
