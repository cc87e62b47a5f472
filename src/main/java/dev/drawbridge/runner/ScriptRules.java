package dev.drawbridge.runner;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.FileRules.NamedScript;
import dev.drawbridge.runner.review.Notes;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Placeholders;
import dev.drawbridge.runner.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What must be right of all of a step's files, before the database is asked anything. What those
 * that are still to be applied say is {@link PendingReview}'s.
 */
final class ScriptRules {

  private ScriptRules() {}

  /**
   * The scripts of {@code sources}, by source and file name. What breaks a rule ends the run as
   * refused.
   */
  static List<Script> check(
      Dialect dialect, Map<String, Map<String, byte[]>> sources, Map<String, String> placeholders) {
    var notes = new Notes(false);
    var files = new FileRules(notes);
    sources.forEach((source, contents) ->
        contents.forEach((file, content) -> files.add(file, source, file, content)));
    var values = new Placeholders(placeholders);
    files.wantValues(values);
    RefusedScripts.refuse(notes.review().errors());
    var scripts = new ArrayList<Script>();
    for (var file : files.scripts()) {
      scripts.add(script(dialect, file, values));
    }
    if (scripts.stream().allMatch(script -> script.name().kind() == ScriptName.Kind.UNDO)) {
      throw Ending.refused(
              Reason.NO_SCRIPTS,
              "There is no script to apply in %s.".formatted(String.join(", ", sources.keySet())),
              "Add files named V<version>__<description>.sql.")
          .asException();
    }
    return List.copyOf(scripts);
  }

  private static Script script(Dialect dialect, NamedScript file, Placeholders placeholders) {
    return new Script(
        file.file(),
        file.name(),
        file.text(),
        isTransactional(dialect, placeholders.fill(file.text())));
  }

  private static boolean isTransactional(Dialect dialect, String text) {
    var outside = new boolean[1];
    dialect.split(text, statement -> outside[0] |= dialect.needsNoTransaction(statement));
    return !outside[0];
  }
}
