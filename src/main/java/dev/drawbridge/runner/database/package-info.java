/**
 * The way to the database: what the Secret says, sessions and their limits, the lock, who is in the
 * way. May use {@code process}; knows nothing of scripts, but their dialect, and of checks. What
 * one kind of database does its own way is behind {@link
 * dev.drawbridge.runner.database.RunDatabase}: PostgreSQL is here, SQLite in a package below.
 */
@NullMarked
package dev.drawbridge.runner.database;

import org.jspecify.annotations.NullMarked;
