package dev.drawbridge.command.check;

import dev.drawbridge.command.terminal.PlayedTerminal;

/** What the command has said, and how it has ended. */
record Checked(int code, String output, String errors) {

  static Checked of(String... words) {
    var terminal = new PlayedTerminal();
    var code = terminal.asTerminal().parser(new CheckCommand(terminal.asTerminal())).execute(words);
    return new Checked(code, terminal.output(), terminal.errors());
  }
}
