package dev.drawbridge.runner.check;

/**
 * What a check has found.
 *
 * @param message what was found and what was expected, for people
 */
record CheckResult(boolean passed, String message) {}
