package dev.drawbridge.command.terminal;

/** For whom something is written that is written once, at the end. */
public enum Form {
  /** For people. */
  TEXT,
  /** One object for programs. */
  JSON;

  /** A form by its name. */
  public static final class Words extends EnumWords<Form> {

    Words() {
      super("--output", Form.class);
    }
  }
}
