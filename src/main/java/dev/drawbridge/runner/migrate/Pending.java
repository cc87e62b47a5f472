package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.script.Script;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step is going to apply.
 *
 * @param schema the one that holds its history; null if it is the session's own
 */
public record Pending(
    List<Script> scripts, Map<String, String> placeholders, @Nullable String schema) {}
