/**
 * Applies scripts through Flyway, and explains what the history and the database say. The only
 * package that knows Flyway.
 */
@NullMarked
package dev.drawbridge.runner.migrate;

import org.jspecify.annotations.NullMarked;
