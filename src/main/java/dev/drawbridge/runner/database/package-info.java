/**
 * The way to the database: what the Secret says, sessions and their limits, the lock, who is in the
 * way. May use {@code process}; knows nothing of scripts and checks.
 */
@NullMarked
package dev.drawbridge.runner.database;

import org.jspecify.annotations.NullMarked;
