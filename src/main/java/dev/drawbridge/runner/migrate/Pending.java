package dev.drawbridge.runner.migrate;

import dev.drawbridge.runner.plan.PlannedStep;
import dev.drawbridge.runner.script.Script;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step is going to apply.
 *
 * @param scripts in the order in which they are applied
 * @param schemas that the step names; the first one holds its history
 * @param planned the same, as the plan has it
 */
public record Pending(
    List<Script> scripts,
    Map<String, String> placeholders,
    List<String> schemas,
    PlannedStep.Scripts planned) {

  /** The schema that holds the history; null if it is the session's own. */
  public @Nullable String schema() {
    return schemas.isEmpty() ? null : schemas.getFirst();
  }
}
