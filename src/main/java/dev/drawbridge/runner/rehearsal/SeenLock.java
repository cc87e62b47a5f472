package dev.drawbridge.runner.rehearsal;

/**
 * A lock on something that others know too.
 *
 * @param relation its number in the catalog
 * @param name for people
 * @param file the number of its file, as others see it
 */
record SeenLock(long relation, String name, LockMode mode, long file) {}
