package dev.drawbridge.runner.review;

import dev.drawbridge.runner.script.SqlStatement;
import dev.drawbridge.runner.script.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a statement from its first token on, taking what is expected and leaving the rest. */
final class TokenReader {

  private final List<SqlToken> tokens;
  private int position;

  TokenReader(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  static TokenReader of(SqlStatement statement) {
    return new TokenReader(statement.tokens());
  }

  /** Takes these keywords if all of them come next. */
  boolean accept(String... words) {
    for (var index = 0; index < words.length; index++) {
      if (!isNext(index, words[index])) {
        return false;
      }
    }
    position += words.length;
    return true;
  }

  /** Takes one of these keywords if one comes next. */
  boolean acceptOneOf(Set<String> words) {
    return words.stream().anyMatch(this::accept);
  }

  private boolean isNext(int ahead, String word) {
    return position + ahead < tokens.size() && tokens.get(position + ahead).is(word);
  }

  /** The line of what comes next; that of the end if nothing does. */
  int line() {
    return tokens.get(Math.min(position, tokens.size() - 1)).line();
  }

  /** Takes what may stand before a name. */
  TokenReader skipExistence() {
    accept("IF", "NOT", "EXISTS");
    accept("IF", "EXISTS");
    accept("ONLY");
    return this;
  }

  /** Takes the name that comes next; empty if none does. */
  Optional<QualifiedName> name() {
    String before = null;
    var name = part();
    while (name != null && position < tokens.size() && tokens.get(position).is('.')) {
      position++;
      before = name;
      name = part();
    }
    return name == null ? Optional.empty() : Optional.of(new QualifiedName(before, name));
  }

  private @Nullable String part() {
    if (position >= tokens.size() || !tokens.get(position).isName()) {
      return null;
    }
    var name = new StringBuilder(tokens.get(position++).name());
    // A placeholder and what is written right behind it are one name.
    while (name.charAt(name.length() - 1) == '}'
        && position < tokens.size()
        && tokens.get(position).text().startsWith("_")) {
      name.append(tokens.get(position++).name());
    }
    return name.toString();
  }

  /** Takes names that are separated by commas. */
  List<QualifiedName> names() {
    var names = new ArrayList<QualifiedName>();
    do {
      accept("ONLY");
      name().ifPresent(names::add);
      acceptSymbol('*');
    } while (acceptSymbol(','));
    return names;
  }

  private boolean acceptSymbol(char symbol) {
    var isNext = position < tokens.size() && tokens.get(position).is(symbol);
    position += isNext ? 1 : 0;
    return isNext;
  }

  /** The rest, cut at the commas that stand outside of parentheses. */
  List<List<SqlToken>> parts() {
    var parts = new ArrayList<List<SqlToken>>();
    var part = new ArrayList<SqlToken>();
    for (var token : tokens.subList(position, tokens.size())) {
      if (token.is(',') && token.depth() == 0) {
        parts.add(List.copyOf(part));
        part.clear();
      } else {
        part.add(token);
      }
    }
    parts.add(List.copyOf(part));
    return parts;
  }

  /** Whether the rest has these keywords one after the other, outside of parentheses. */
  boolean has(String... words) {
    var outside =
        tokens.subList(position, tokens.size()).stream()
            .filter(token -> token.depth() == 0)
            .toList();
    for (var start = 0; start + words.length <= outside.size(); start++) {
      if (is(outside.subList(start, start + words.length), words)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(List<SqlToken> tokens, String... words) {
    for (var index = 0; index < words.length; index++) {
      if (!tokens.get(index).is(words[index])) {
        return false;
      }
    }
    return true;
  }

  /** The rest behind the first of these keywords that stands outside of parentheses. */
  List<SqlToken> after(String word) {
    for (var index = position; index < tokens.size(); index++) {
      if (tokens.get(index).is(word) && tokens.get(index).depth() == 0) {
        return tokens.subList(index + 1, tokens.size());
      }
    }
    return List.of();
  }
}
