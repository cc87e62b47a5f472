package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import dev.drawbridge.runner.script.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which tables a statement changes or takes away. */
final class Targets {

  /** UPDATE behind one of these is a clause of another statement. */
  private static final Set<String> BEFORE_CLAUSE = Set.of("FOR", "KEY", "DO", "ON", "THEN", "NO");

  private static final Set<String> DATA = Set.of("DELETE", "UPDATE", "WITH", "INSERT", "MERGE");

  /** A change of rows somewhere in a statement: of which table, and whether of all of them. */
  record RowChange(String word, QualifiedName table, int line, boolean changesAll) {}

  private Targets() {}

  /** The tables that {@code statement} alters, empties or drops. */
  static List<QualifiedName> ofDefinition(SqlStatement statement) {
    var reader = TokenReader.of(statement);
    if (reader.accept("DROP", "TABLE") || reader.accept("DROP", "FOREIGN", "TABLE")) {
      return reader.skipExistence().names();
    }
    if (reader.accept("TRUNCATE")) {
      reader.accept("TABLE");
      return reader.names();
    }
    if (reader.accept("ALTER", "TABLE") || reader.accept("ALTER", "FOREIGN", "TABLE")) {
      return reader.skipExistence().name().map(List::of).orElse(List.of());
    }
    return List.of();
  }

  /** The changes of rows in {@code statement}, those in its WITH included. */
  static List<RowChange> ofRows(SqlStatement statement) {
    var changes = new ArrayList<RowChange>();
    if (statement.words().isEmpty() || !DATA.contains(statement.words().getFirst())) {
      return changes;
    }
    var tokens = statement.tokens();
    for (var index = 0; index < tokens.size(); index++) {
      if (changesRows(tokens, index)) {
        var word = tokens.get(index);
        var reader = new TokenReader(tokens.subList(index + 1, tokens.size()));
        reader.accept("FROM");
        reader.accept("INTO");
        var all = !word.is("INSERT") && !hasWhere(tokens, index);
        reader
            .skipExistence()
            .name()
            .ifPresent(table -> changes.add(new RowChange(word.text(), table, word.line(), all)));
      }
    }
    return changes;
  }

  private static boolean changesRows(List<SqlToken> tokens, int index) {
    var token = tokens.get(index);
    var next = index + 1 < tokens.size() ? tokens.get(index + 1) : token;
    var before = index == 0 ? token : tokens.get(index - 1);
    return (token.is("DELETE") && next.is("FROM"))
        || (token.is("INSERT") && next.is("INTO"))
        || (token.is("UPDATE") && next.isName() && !BEFORE_CLAUSE.contains(before.text()));
  }

  private static boolean hasWhere(List<SqlToken> tokens, int start) {
    var depth = tokens.get(start).depth();
    for (var token : tokens.subList(start, tokens.size())) {
      if (token.depth() < depth) {
        return false;
      }
      if (token.is("WHERE") && token.depth() == depth) {
        return true;
      }
    }
    return false;
  }
}
