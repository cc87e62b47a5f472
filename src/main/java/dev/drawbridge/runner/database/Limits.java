package dev.drawbridge.runner.database;

import java.time.Duration;

/**
 * The limits that hold in every session.
 *
 * @param lockTimeout how long a statement may wait for a lock
 * @param statementTimeout how long a statement may run
 */
public record Limits(Duration lockTimeout, Duration statementTimeout) {}
