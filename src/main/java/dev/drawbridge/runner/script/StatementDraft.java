package dev.drawbridge.runner.script;

import dev.drawbridge.runner.script.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statement that is being read. One that is complete is handed out when the next one begins: a
 * remark behind it on its last line belongs to it.
 */
final class StatementDraft {

  /** Of a longer statement, only what stands outside of parentheses is kept on. */
  private static final int MOST_TOKENS = 2048;

  private static final int MOST_TOKENS_OUTSIDE = 4096;

  private final Consumer<SqlStatement> statements;
  private final List<SqlToken> tokens = new ArrayList<>();
  private final List<SqlRemark> remarks = new ArrayList<>();
  private @Nullable SqlStatement complete;
  private String previous = "";
  private boolean readsData;
  private int start;
  private int startLine;
  private int endLine;

  StatementDraft(Consumer<SqlStatement> statements) {
    this.statements = statements;
  }

  /** Adds {@code token}, which begins behind {@code position} letters. */
  void add(SqlToken token, int position) {
    handOut();
    if (startLine == 0) {
      start = position;
      startLine = token.line();
    }
    if (token.kind() == Kind.WORD) {
      readsData |= token.is("STDIN") && previous.equals("FROM");
      previous = token.text();
    }
    var isKept = token.depth() == 0 ? MOST_TOKENS_OUTSIDE : MOST_TOKENS;
    if (tokens.size() < isKept) {
      tokens.add(token);
    }
  }

  void add(SqlRemark remark) {
    if (complete != null && remark.line() == endLine) {
      complete = complete.with(remark);
    } else {
      handOut();
      remarks.add(remark);
    }
  }

  /** Whether nothing of it has been read yet. */
  boolean isEmpty() {
    return startLine == 0;
  }

  /** Whether its first token is the keyword {@code word}. */
  boolean beginsWith(String word) {
    return !tokens.isEmpty() && tokens.getFirst().is(word);
  }

  /** Whether the last word was {@code word}. */
  boolean endsWith(String word) {
    return previous.equals(word);
  }

  /** The statement ends, in {@code line} before {@code end}; true if data follows it. */
  boolean finish(int line, int end) {
    var isFollowedByData = false;
    if (startLine > 0) {
      handOut();
      var extent = new SqlExtent(startLine, start, end);
      var statement = new SqlStatement(tokens, remarks, extent);
      isFollowedByData = readsData && statement.begins("COPY");
      complete = statement;
      endLine = line;
      remarks.clear();
    }
    tokens.clear();
    previous = "";
    readsData = false;
    startLine = 0;
    return isFollowedByData;
  }

  /** The statement that has ended is followed by data. */
  void data(int from, int to) {
    var statement = complete;
    if (statement != null) {
      complete = statement.with(statement.extent().withData(from, to));
    }
  }

  /** The script ends, in {@code line}, within what is {@code unfinished}. */
  void close(@Nullable String unfinished, int line) {
    if (unfinished != null) {
      var nothing = new SqlStatement(List.of(), remarks, new SqlExtent(line, 0, 0));
      var last = complete == null ? nothing : complete;
      complete = last.unfinishedBy(unfinished);
    }
    handOut();
  }

  private void handOut() {
    if (complete != null) {
      statements.accept(complete);
      complete = null;
    }
  }
}
