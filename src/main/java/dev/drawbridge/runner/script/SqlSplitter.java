package dev.drawbridge.runner.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits PostgreSQL's SQL into statements. It knows what may hold a semicolon that ends nothing:
 * strings, dollar quotes, quoted names, comments, parentheses, SQL function bodies, COPY data.
 */
public final class SqlSplitter {

  static final int MOST_WORDS = 64;

  private final String sql;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private int position;
  private int line = 1;
  private int startLine;
  private int parentheses;
  private int bodies;

  private SqlSplitter(String sql) {
    this.sql = sql;
  }

  /** The statements of {@code sql}, in order. Empty ones are left out. */
  public static List<SqlStatement> split(String sql) {
    return new SqlSplitter(sql).run();
  }

  private List<SqlStatement> run() {
    while (position < sql.length()) {
      step(sql.charAt(position));
    }
    finish();
    return statements;
  }

  private void step(char first) {
    if (Character.isWhitespace(first) || first == '\uFEFF') {
      advance(1);
    } else if (looksAt("--")) {
      skipTo("\n", 0);
    } else if (looksAt("/*")) {
      skipComment();
    } else if (first == ';' && parentheses == 0 && bodies == 0) {
      advance(1);
      finish();
    } else {
      token(first);
    }
  }

  private void token(char first) {
    if (startLine == 0) {
      startLine = line;
    }
    switch (first) {
      case '\'' -> skipQuoted('\'', false);
      case '"' -> skipQuoted('"', false);
      case '$' -> skipDollar();
      case '(' -> {
        parentheses++;
        advance(1);
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        advance(1);
      }
      default -> {
        if (Character.isLetter(first) || first == '_') {
          word();
        } else if (Character.isDigit(first)) {
          advance(endOfWord() - position);
        } else {
          advance(1);
        }
      }
    }
  }

  private void word() {
    var end = endOfWord();
    var word = sql.substring(position, end).toUpperCase(Locale.ROOT);
    advance(end - position);
    if (word.equals("E") && looksAt("'")) {
      skipQuoted('\'', true);
      return;
    }
    trackBody(word);
    if (words.size() < MOST_WORDS) {
      words.add(word);
    }
  }

  /** The body of a function in plain SQL: BEGIN ATOMIC … END, with CASE … END within. */
  private void trackBody(String word) {
    if (word.equals("ATOMIC") && !words.isEmpty() && words.getLast().equals("BEGIN")) {
      bodies++;
    } else if (bodies > 0 && word.equals("CASE")) {
      bodies++;
    } else if (bodies > 0 && word.equals("END")) {
      bodies--;
    }
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

  private void skipQuoted(char quote, boolean hasBackslashes) {
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
  }

  private void skipDollar() {
    var end = position + 1;
    while (end < sql.length() && isPartOfTag(sql.charAt(end), end == position + 1)) {
      end++;
    }
    if (end < sql.length() && sql.charAt(end) == '$') {
      var tag = sql.substring(position, end + 1);
      advance(tag.length());
      skipTo(tag, tag.length());
    } else {
      advance(1);
    }
  }

  private static boolean isPartOfTag(char letter, boolean isFirst) {
    return Character.isLetter(letter) || letter == '_' || (!isFirst && Character.isDigit(letter));
  }

  private void skipComment() {
    var depth = 0;
    do {
      if (looksAt("/*")) {
        depth++;
        advance(2);
      } else if (looksAt("*/")) {
        depth--;
        advance(2);
      } else {
        advance(1);
      }
    } while (depth > 0 && position < sql.length());
  }

  private void skipTo(String end, int including) {
    var found = sql.indexOf(end, position);
    advance(found < 0 ? sql.length() - position : found + including - position);
  }

  private boolean looksAt(String text) {
    return sql.startsWith(text, position);
  }

  private void advance(int letters) {
    var end = Math.min(sql.length(), position + letters);
    for (; position < end; position++) {
      if (sql.charAt(position) == '\n') {
        line++;
      }
    }
  }

  private void finish() {
    if (startLine > 0) {
      var statement = new SqlStatement(startLine, words);
      statements.add(statement);
      if (readsData(statement)) {
        skipData();
      }
    }
    words.clear();
    startLine = 0;
    parentheses = 0;
    bodies = 0;
  }

  private static boolean readsData(SqlStatement statement) {
    var from = statement.words().indexOf("FROM");
    return statement.begins("COPY")
        && from >= 0
        && from + 1 < statement.words().size()
        && statement.words().get(from + 1).equals("STDIN");
  }

  /** The lines after COPY … FROM STDIN are data up to a line with a backslash and a dot. */
  private void skipData() {
    skipTo("\n\\.", 3);
  }
}
