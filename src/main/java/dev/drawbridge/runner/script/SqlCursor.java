package dev.drawbridge.runner.script;

import org.jspecify.annotations.Nullable;

/**
 * A place in a text of SQL that moves on over whole tokens: words, strings, dollar quotes,
 * comments. It knows the line that it is in.
 */
final class SqlCursor {

  private final String sql;
  private final boolean nestsComments;
  private int position;
  private int line = 1;
  private @Nullable String unfinished;

  SqlCursor(String sql) {
    this(sql, true);
  }

  private SqlCursor(String sql, boolean nestsComments) {
    this.sql = sql;
    this.nestsComments = nestsComments;
  }

  /** In a text where a comment ends with the first end, whatever it holds. */
  static SqlCursor ofFlatComments(String sql) {
    return new SqlCursor(sql, false);
  }

  boolean isAtEnd() {
    return position >= sql.length();
  }

  /** The letter here. */
  char letter() {
    return sql.charAt(position);
  }

  int line() {
    return line;
  }

  /** What began somewhere and has no end, such as a string; null if nothing is so. */
  @Nullable String unfinished() {
    return unfinished;
  }

  /** The text from {@code start} to here, at most {@code most} letters of it. */
  String since(int start, int most) {
    return sql.substring(start, Math.min(position, start + most));
  }

  /** How many letters lie behind. */
  int position() {
    return position;
  }

  /** Moves over the space or the comment that begins here; false if none does. */
  boolean skipSpace() {
    if (Character.isWhitespace(letter()) || letter() == '\uFEFF') {
      advance(1);
    } else if (looksAt("--")) {
      skipLine();
    } else if (looksAt("/*")) {
      skipComment();
    } else {
      return false;
    }
    return true;
  }

  /** Moves over the word that begins here. */
  String word() {
    var word = sql.substring(position, endOfWord());
    advance(word.length());
    return word;
  }

  private int endOfWord() {
    var end = position;
    while (end < sql.length() && isPartOfWord(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isPartOfWord(char letter) {
    return Character.isLetterOrDigit(letter)
        || letter == '_'
        || letter == '$'
        || Character.isSurrogate(letter);
  }

  /** Moves over the text in quotes that begins here. */
  void skipQuoted(char quote, boolean hasBackslashes) {
    advance(1);
    while (position < sql.length()) {
      var letter = sql.charAt(position);
      if (hasBackslashes && letter == '\\') {
        advance(2);
      } else if (letter == quote
          && position + 1 < sql.length()
          && sql.charAt(position + 1) == quote) {
        advance(2);
      } else {
        advance(1);
        if (letter == quote) {
          return;
        }
      }
    }
    unfinished = quote == '"' ? "a name in quotes" : "a string";
  }

  /** Moves over the dollar quote that begins here; over the sign alone, false, if none does. */
  boolean skipDollar() {
    var end = position + 1;
    while (end < sql.length() && isPartOfTag(sql.charAt(end), end == position + 1)) {
      end++;
    }
    if (end < sql.length() && sql.charAt(end) == '$') {
      var tag = sql.substring(position, end + 1);
      advance(tag.length());
      skipTo(tag, tag.length(), "a text in " + tag);
      return true;
    }
    advance(1);
    return false;
  }

  private static boolean isPartOfTag(char letter, boolean isFirst) {
    return Character.isLetter(letter) || letter == '_' || (!isFirst && Character.isDigit(letter));
  }

  private void skipComment() {
    var depth = 0;
    do {
      if (looksAt("/*") && (depth == 0 || nestsComments)) {
        depth++;
        advance(2);
      } else if (looksAt("*/")) {
        depth--;
        advance(2);
      } else {
        advance(1);
      }
    } while (depth > 0 && position < sql.length());
    if (depth > 0) {
      unfinished = "a comment";
    }
  }

  /** Moves over a placeholder, {@code ${name}}, if one begins here. */
  boolean skipPlaceholder() {
    var end = looksAt("${") ? sql.indexOf('}', position) : -1;
    if (end < 0) {
      return false;
    }
    advance(end + 1 - position);
    return true;
  }

  /** How many letters lie before the next line. */
  int lineAfter() {
    var found = sql.indexOf('\n', position);
    return found < 0 ? sql.length() : found + 1;
  }

  /** Moves to the end of the line. */
  void skipLine() {
    var found = sql.indexOf('\n', position);
    advance((found < 0 ? sql.length() : found) - position);
  }

  /** Moves behind {@code end}'s first letters; {@code what} is unfinished if there is no end. */
  void skipTo(String end, int including, String what) {
    var found = sql.indexOf(end, position);
    if (found < 0) {
      unfinished = what;
    }
    advance(found < 0 ? sql.length() - position : found + including - position);
  }

  boolean looksAt(String text) {
    return sql.startsWith(text, position);
  }

  void advance(int letters) {
    var end = Math.min(sql.length(), position + letters);
    for (; position < end; position++) {
      if (sql.charAt(position) == '\n') {
        line++;
      }
    }
  }
}
