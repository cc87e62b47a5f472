package dev.drawbridge.runner.review.command;

import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.FileRules.NamedScript;
import dev.drawbridge.runner.review.Notes;
import dev.drawbridge.runner.review.Review;
import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.ScriptName;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;

/** {@code drawbridge check FILE…}: what a run would say about scripts, before there is one. */
public final class CheckCommand {

  private static final int CLEAN = 0;
  private static final int ERRORS = 1;
  private static final int USAGE = 2;

  private CheckCommand() {}

  /** Checks what {@code words} ask for; returns the exit code of the process. */
  public static int run(List<String> words, PrintStream output, PrintStream errors) {
    CheckArguments arguments;
    try {
      arguments = CheckArguments.parse(words);
      if (arguments.asksForHelp()) {
        output.print(CheckArguments.HELP);
        return CLEAN;
      }
      var notes = new Notes(arguments.refusesDestructive());
      var files = ScriptPaths.read(arguments.paths(), notes);
      var review = review(arguments, files, notes);
      arguments.format().write(review, files.scripts().size(), output);
      return review.errors().isEmpty() ? CLEAN : ERRORS;
    } catch (UsageException wrong) {
      errors.println(wrong.getMessage());
      return USAGE;
    } catch (IOException unreadable) {
      errors.println("cannot read " + unreadable.getMessage());
      return USAGE;
    }
  }

  private static Review review(CheckArguments arguments, FileRules files, Notes notes) {
    var reviewer = new Reviewer(notes, arguments.dialect());
    var schema = arguments.historySchema();
    var scripts =
        files.scripts().stream()
            .filter(script -> !arguments.takesAsApplied(script.name()))
            .sorted(Comparator.comparing(NamedScript::name, ScriptName.BY_VERSION))
            .toList();
    for (var script : scripts) {
      if (script.name().kind() == ScriptName.Kind.UNDO) {
        reviewer.readUndo(script.label(), script.text(), schema);
      } else {
        reviewer.read(script.label(), script.text(), schema);
      }
    }
    if (arguments.wantsUndo()) {
      files.wantUndo(scripts::contains);
    }
    return notes.review();
  }
}
