package dev.drawbridge.runner.undo;

import dev.drawbridge.runner.migrate.AppliedScript;
import dev.drawbridge.runner.script.Script;

/** A script that is to be undone, with the one that undoes it. */
public record UndoneScript(AppliedScript applied, Script undo) {

  String file() {
    return undo.file();
  }

  String title() {
    return applied.title();
  }
}
