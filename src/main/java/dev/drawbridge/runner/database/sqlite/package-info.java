/**
 * SQLite: a file that is the database, and what has to be done by us where a server does it with
 * PostgreSQL. May use {@code runner.database} and {@code runner.process}.
 */
@NullMarked
package dev.drawbridge.runner.database.sqlite;

import org.jspecify.annotations.NullMarked;
