package dev.drawbridge.runner.script;

import dev.drawbridge.runner.script.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Splits PostgreSQL's SQL into statements. It knows what may hold a semicolon that ends nothing:
 * strings, dollar quotes, quoted names, comments, parentheses, SQL function bodies, COPY data. A
 * backslash outside of all these begins a command of psql, which ends with its line.
 */
public final class SqlSplitter {

  private static final int LONGEST_TEXT = 100;

  private final SqlCursor cursor;
  private final StatementDraft draft;
  private int parentheses;
  private int bodies;

  private SqlSplitter(SqlCursor cursor, Consumer<SqlStatement> statements) {
    this.cursor = cursor;
    this.draft = new StatementDraft(statements);
  }

  /** The statements of {@code sql}, in order. Empty ones are left out. */
  public static List<SqlStatement> split(String sql) {
    var statements = new ArrayList<SqlStatement>();
    split(sql, statements::add);
    return statements;
  }

  /** Hands out the statements of {@code sql} one by one, so that a long script is not held. */
  public static void split(String sql, Consumer<SqlStatement> statements) {
    new SqlSplitter(new SqlCursor(sql), statements).run();
  }

  private void run() {
    while (!cursor.isAtEnd()) {
      step(cursor.letter());
    }
    finish(cursor.position());
    draft.close(cursor.unfinished(), cursor.line());
  }

  private void step(char first) {
    var start = cursor.position();
    var line = cursor.line();
    if (cursor.skipSpace()) {
      if (first == '-') {
        SqlRemark.of(line, cursor.since(start, LONGEST_TEXT * 3)).ifPresent(draft::add);
      }
      return;
    }
    if (first == ';' && parentheses == 0 && bodies == 0) {
      cursor.advance(1);
      finish(start);
    } else if (first == '\\') {
      command();
    } else {
      token(first, start, line);
    }
  }

  private void token(char first, int start, int line) {
    var kind = skipToken(first);
    var text = cursor.since(start, LONGEST_TEXT);
    if (first == ')') {
      parentheses = Math.max(0, parentheses - 1);
    }
    if (kind == Kind.WORD) {
      word(text.toUpperCase(Locale.ROOT), line, start);
    } else {
      draft.add(new SqlToken(kind, content(kind, first, text), line, parentheses), start);
    }
    if (first == '(') {
      parentheses++;
    }
  }

  /** Moves over the token that begins with {@code first}. */
  private Kind skipToken(char first) {
    if (Character.isLetterOrDigit(first) || first == '_' || Character.isSurrogate(first)) {
      cursor.word();
      return Character.isDigit(first) ? Kind.NUMBER : Kind.WORD;
    }
    return switch (first) {
      case '\'', '"' -> {
        cursor.skipQuoted(first, false);
        yield first == '"' ? Kind.NAME : Kind.STRING;
      }
      case '$' ->
          cursor.skipPlaceholder() ? Kind.NAME : cursor.skipDollar() ? Kind.STRING : Kind.SYMBOL;
      default -> {
        cursor.advance(1);
        yield Kind.SYMBOL;
      }
    };
  }

  /** {@code text} without its quotes, if it has not been cut. */
  private static String content(Kind kind, char quote, String text) {
    var isQuoted = quote == '\'' || quote == '"';
    if (kind == Kind.SYMBOL || !isQuoted || text.length() < 2) {
      return text;
    }
    var closes = text.charAt(text.length() - 1) == quote;
    var twice = String.valueOf(quote).repeat(2);
    return text.substring(1, text.length() - (closes ? 1 : 0))
        .replace(twice, String.valueOf(quote));
  }

  private void word(String word, int line, int begin) {
    if (word.equals("E") && cursor.looksAt("'")) {
      var start = cursor.position();
      cursor.skipQuoted('\'', true);
      var text = content(Kind.STRING, '\'', cursor.since(start, LONGEST_TEXT));
      draft.add(new SqlToken(Kind.STRING, text, line, parentheses), begin);
      return;
    }
    trackBody(word);
    draft.add(new SqlToken(Kind.WORD, word, line, parentheses), begin);
  }

  /** The body of a function in plain SQL: BEGIN ATOMIC … END, with CASE … END within. */
  private void trackBody(String word) {
    if (word.equals("ATOMIC") && draft.endsWith("BEGIN")) {
      bodies++;
    } else if (bodies > 0 && word.equals("CASE")) {
      bodies++;
    } else if (bodies > 0 && word.equals("END")) {
      bodies--;
    }
  }

  /** A command of psql sends what was written before it. */
  private void command() {
    finish(cursor.position());
    var line = cursor.line();
    var start = cursor.position();
    cursor.skipLine();
    var text = cursor.since(start, LONGEST_TEXT).strip();
    draft.add(new SqlToken(Kind.SYMBOL, text, line, 0), start);
    finish(cursor.position());
  }

  private void finish(int end) {
    if (draft.finish(cursor.line(), end)) {
      // The lines after COPY … FROM STDIN are data up to a line with a backslash and a dot.
      var data = cursor.lineAfter();
      cursor.skipTo("\n\\.", 3, "the data of COPY");
      draft.data(data, cursor.unfinished() == null ? cursor.position() - 2 : cursor.position());
    }
    parentheses = 0;
    bodies = 0;
  }
}
