package dev.drawbridge.runner.script;

import dev.drawbridge.api.ScriptName;

/**
 * A script in memory, ready to be applied.
 *
 * @param file its file name
 * @param transactional whether it runs in a transaction; false if its only statement cannot
 */
public record Script(String file, ScriptName name, String text, boolean transactional) {}
