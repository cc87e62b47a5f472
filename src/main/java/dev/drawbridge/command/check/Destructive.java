package dev.drawbridge.command.check;

import dev.drawbridge.command.terminal.EnumWords;

/** What is done about statements that lose data, in the words of {@code guardrails.destructive}. */
enum Destructive {
  WARN,
  REFUSE;

  /** One by its name. */
  static final class Words extends EnumWords<Destructive> {

    Words() {
      super("--destructive", Destructive.class);
    }
  }
}
