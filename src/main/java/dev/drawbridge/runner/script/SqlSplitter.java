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

  private final SqlCursor cursor;
  private final List<SqlStatement> statements = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private String previous = "";
  private boolean readsData;
  private int startLine;
  private int parentheses;
  private int bodies;

  private SqlSplitter(String sql) {
    this.cursor = new SqlCursor(sql);
  }

  /** The statements of {@code sql}, in order. Empty ones are left out. */
  public static List<SqlStatement> split(String sql) {
    return new SqlSplitter(sql).run();
  }

  private List<SqlStatement> run() {
    while (!cursor.isAtEnd()) {
      step(cursor.letter());
    }
    finish();
    return statements;
  }

  private void step(char first) {
    if (cursor.skipSpace()) {
      return;
    }
    if (first == ';' && parentheses == 0 && bodies == 0) {
      cursor.advance(1);
      finish();
    } else {
      token(first);
    }
  }

  private void token(char first) {
    if (startLine == 0) {
      startLine = cursor.line();
    }
    switch (first) {
      case '\'' -> cursor.skipQuoted('\'', false);
      case '"' -> cursor.skipQuoted('"', false);
      case '$' -> cursor.skipDollar();
      case '(' -> {
        parentheses++;
        cursor.advance(1);
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        cursor.advance(1);
      }
      default -> {
        if (Character.isLetter(first) || first == '_') {
          word();
        } else if (Character.isDigit(first)) {
          cursor.word();
        } else {
          cursor.advance(1);
        }
      }
    }
  }

  private void word() {
    var word = cursor.word().toUpperCase(Locale.ROOT);
    if (word.equals("E") && cursor.looksAt("'")) {
      cursor.skipQuoted('\'', true);
      return;
    }
    trackBody(word);
    readsData |= word.equals("STDIN") && previous.equals("FROM");
    previous = word;
    if (words.size() < MOST_WORDS) {
      words.add(word);
    }
  }

  /** The body of a function in plain SQL: BEGIN ATOMIC … END, with CASE … END within. */
  private void trackBody(String word) {
    if (word.equals("ATOMIC") && previous.equals("BEGIN")) {
      bodies++;
    } else if (bodies > 0 && word.equals("CASE")) {
      bodies++;
    } else if (bodies > 0 && word.equals("END")) {
      bodies--;
    }
  }

  private void finish() {
    if (startLine > 0) {
      var statement = new SqlStatement(startLine, words);
      statements.add(statement);
      if (readsData && statement.begins("COPY")) {
        skipData();
      }
    }
    words.clear();
    previous = "";
    readsData = false;
    startLine = 0;
    parentheses = 0;
    bodies = 0;
  }

  /** The lines after COPY … FROM STDIN are data up to a line with a backslash and a dot. */
  private void skipData() {
    cursor.skipTo("\n\\.", 3);
  }
}
