/**
 * Running the statements of a script one by one, without Flyway: with their placeholders, limits
 * and data, and with where exactly one has failed. May use the database and the scripts.
 */
@NullMarked
package dev.drawbridge.runner.statement;

import org.jspecify.annotations.NullMarked;
