package dev.drawbridge.command.check;

import dev.drawbridge.command.terminal.EnumWords;
import dev.drawbridge.runner.script.Dialect;

/** A dialect by its name. */
final class DialectWords extends EnumWords<Dialect> {

  DialectWords() {
    super("--dialect", Dialect.class);
  }
}
