package dev.drawbridge.command.check;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.FileRules.NamedScript;
import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Placeholders;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Scripts that have one history, as those of a folder or of a step.
 *
 * @param historySchema the schema that holds the history
 * @param placeholders what is known of the values of placeholders
 */
record Batch(
    FileRules files, Dialect dialect, String historySchema, Map<String, String> placeholders) {

  /** Reads those that are {@code wanted}, in the order in which they would run. */
  void read(Reviewer reviewer, Predicate<NamedScript> wanted) {
    var values = new Placeholders(placeholders);
    files.scripts().stream()
        .filter(wanted)
        .sorted(Comparator.comparing(NamedScript::name, ScriptName.BY_VERSION))
        .forEach(script -> read(reviewer, script, values.fill(script.text())));
  }

  private void read(Reviewer reviewer, NamedScript script, String text) {
    if (script.name().kind() == ScriptName.Kind.UNDO) {
      reviewer.readUndo(script.label(), text, historySchema);
    } else {
      reviewer.read(script.label(), text, historySchema);
    }
  }
}
