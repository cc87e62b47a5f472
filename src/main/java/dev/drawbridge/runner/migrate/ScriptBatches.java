package dev.drawbridge.runner.migrate;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.runner.script.Script;
import dev.drawbridge.runner.script.ScriptSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Many scripts are given to Flyway in batches. It keeps the statements of each script that it has
 * applied until it has applied the last one, and looks at every script that it knows before each
 * one; so all at once take memory without bounds, and time that grows with the square of their
 * number.
 */
final class ScriptBatches {

  private static final int MOST_SCRIPTS = 100;

  private ScriptBatches() {}

  /** Whether {@code scripts} may be too many for one batch. */
  static boolean areNeeded(List<Script> scripts) {
    return scripts.size() > MOST_SCRIPTS
        || scripts.stream().mapToLong(script -> script.text().length()).sum() > ScriptSize.MOST;
  }

  /**
   * The batches of scripts with a version. The last one, for whatever else there is, has all
   * scripts.
   *
   * @param pending the files of {@code scripts} that are to be applied, in their order
   */
  static List<List<Script>> beforeTheLast(List<Script> scripts, List<String> pending) {
    var byFile = new HashMap<String, Script>();
    scripts.forEach(script -> byFile.put(script.file(), script));
    var batches = new ArrayList<List<Script>>();
    var batch = new ArrayList<Script>();
    var size = 0L;
    for (var file : pending) {
      var script = byFile.get(file);
      if (script == null || script.name().kind() != ScriptName.Kind.VERSIONED) {
        break;
      }
      if (batch.size() == MOST_SCRIPTS || size + script.text().length() > ScriptSize.MOST) {
        batches.add(List.copyOf(batch));
        batch.clear();
        size = 0;
      }
      batch.add(script);
      size += script.text().length();
    }
    if (!batches.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return batches;
  }
}
