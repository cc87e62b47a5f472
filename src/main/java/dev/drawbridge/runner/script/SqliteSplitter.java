package dev.drawbridge.runner.script;

import dev.drawbridge.runner.script.SqlToken.Kind;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Splits SQLite's SQL into statements. It knows what may hold a semicolon that ends nothing:
 * strings, names in any of three kinds of quotes, comments, parentheses, the bodies of triggers. A
 * dot at the beginning of a statement begins a command of SQLite's shell, which ends with its line.
 */
final class SqliteSplitter {

  private static final int LONGEST_TEXT = 100;

  private final SqlCursor cursor;
  private final StatementDraft draft;
  private int parentheses;
  private int bodies;
  private boolean isTrigger;

  private SqliteSplitter(SqlCursor cursor, Consumer<SqlStatement> statements) {
    this.cursor = cursor;
    this.draft = new StatementDraft(statements);
  }

  static void split(String sql, Consumer<SqlStatement> statements) {
    new SqliteSplitter(SqlCursor.ofFlatComments(sql), statements).run();
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
    } else if (first == ';' && parentheses == 0 && bodies == 0) {
      cursor.advance(1);
      finish(start);
    } else if (first == '.' && draft.isEmpty()) {
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
      var word = text.toUpperCase(Locale.ROOT);
      track(word);
      draft.add(new SqlToken(kind, word, line, parentheses), start);
    } else {
      draft.add(new SqlToken(kind, content(kind, text), line, parentheses), start);
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
      case '\'', '"', '`' -> {
        cursor.skipQuoted(first, false);
        yield first == '\'' ? Kind.STRING : Kind.NAME;
      }
      case '[' -> {
        cursor.skipTo("]", 1, "a name in brackets");
        yield Kind.NAME;
      }
      default -> {
        if (cursor.skipPlaceholder()) {
          yield Kind.NAME;
        }
        cursor.advance(1);
        yield Kind.SYMBOL;
      }
    };
  }

  /** {@code text} without its quotes, if it has not been cut. */
  private static String content(Kind kind, String text) {
    if (kind == Kind.SYMBOL || text.length() < 2 || "'\"`[".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    var quote = text.charAt(0) == '[' ? ']' : text.charAt(0);
    var closes = text.charAt(text.length() - 1) == quote;
    var twice = String.valueOf(quote).repeat(2);
    return text.substring(1, text.length() - (closes ? 1 : 0))
        .replace(twice, String.valueOf(quote));
  }

  /** The body of a trigger: BEGIN … END, with CASE … END within. */
  private void track(String word) {
    isTrigger |= word.equals("TRIGGER") && draft.beginsWith("CREATE");
    if (isTrigger && bodies == 0 && word.equals("BEGIN")) {
      bodies = 1;
    } else if (bodies > 0 && word.equals("CASE")) {
      bodies++;
    } else if (bodies > 0 && word.equals("END")) {
      bodies--;
    }
  }

  private void command() {
    var line = cursor.line();
    var start = cursor.position();
    cursor.skipLine();
    var text = cursor.since(start, LONGEST_TEXT).strip();
    draft.add(new SqlToken(Kind.SYMBOL, text, line, 0), start);
    finish(cursor.position());
  }

  private void finish(int end) {
    var _ = draft.finish(cursor.line(), end);
    parentheses = 0;
    bodies = 0;
    isTrigger = false;
  }
}
