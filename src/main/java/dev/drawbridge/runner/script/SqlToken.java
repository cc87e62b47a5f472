package dev.drawbridge.runner.script;

import java.util.Locale;

/**
 * One part of a statement.
 *
 * @param text of a word in capitals, of a quoted name or a string without its quotes; of a long
 *     string only the beginning
 * @param depth how many parentheses are open around it
 */
public record SqlToken(Kind kind, String text, int line, int depth) {

  /** What a part is. */
  public enum Kind {
    /** A keyword, or a name without quotes. */
    WORD,
    /** A name in quotes, or a placeholder that has no value yet. */
    NAME,
    /** A text in any kind of quotes. */
    STRING,
    /** A number, or a parameter such as {@code $1}. */
    NUMBER,
    /** One letter of punctuation. */
    SYMBOL
  }

  /** Whether it is the keyword {@code word}, given in capitals. */
  public boolean is(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  /** Whether it is this letter of punctuation. */
  public boolean is(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.NAME;
  }

  /** The name that it is, as PostgreSQL takes it: in small letters unless it is quoted. */
  public String name() {
    return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
  }
}
