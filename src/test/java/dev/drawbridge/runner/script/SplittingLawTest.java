package dev.drawbridge.runner.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever statements are written one after the other, the same ones are found. */
class SplittingLawTest {

  private static final int SCRIPTS = 3_000;

  private static final List<String> WORDS =
      List.of("select", "Begin", "atomic", "end", "case", "a", "ünï", "stdin", "copy", "from", "e");

  private static final List<String> PIECES =
      List.of(
          "';'",
          "'it''s; '",
          "'back\\'",
          "E'esc\\';'",
          "e'\\\\'",
          "U&'d\\0061;'",
          "U&\"n;\"",
          "\"odd;\"\"name\"",
          "$$ ; ' $ \" $$",
          "$a$ ; $$ ; $b$ $a$",
          "$ä1$;\n$ä1$",
          "(1; 2)",
          "(';' \")\")",
          "/* ; /* ; */ ' */",
          "-- ; '\n",
          "$1",
          "a$b$c",
          "${place;holder}",
          "1.5e-3",
          "::text[]",
          "'a\n;b'",
          "<> - - 2");

  /** Statements that only make sense as a whole. */
  private static final List<String> WHOLE =
      List.of(
          "create function f() returns int begin atomic select case when a then 1 end; select 2; end;\n",
          "create procedure p() begin atomic delete from a; insert into b values (1); end ;",
          "copy t (a, b) from stdin;\n1\t';\n\\\\.\t$$\n\\.\n",
          "copy t from stdin with (format csv);\n\\.\n",
          "do $do$ begin; commit; end $do$;",
          "\\i other.sql;'\n",
          "\\restrict x\n");

  @Test
  void statementsAreFoundInAnyConcatenation() {
    for (var seed = 0; seed < SCRIPTS; seed++) {
      var random = new Random(seed);
      var parts = new ArrayList<String>();
      for (var count = random.nextInt(8); count > 0; count--) {
        parts.add(part(random));
      }
      assertSame(seed, parts);
    }
  }

  private static String part(Random random) {
    var space = pick(List.of("", " ", "\n", "\r\n", "-- a; comment\n", "/* b; */"), random);
    if (random.nextInt(4) == 0) {
      return space + pick(WHOLE, random);
    }
    var text = new StringBuilder(space).append("x");
    for (var count = random.nextInt(6); count > 0; count--) {
      text.append(random.nextBoolean() ? " " : "\n");
      text.append(random.nextBoolean() ? pick(WORDS, random) + " x" : pick(PIECES, random));
    }
    return text.append(random.nextBoolean() ? ";" : "\n;\n").toString();
  }

  private static String pick(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static void assertSame(int seed, List<String> parts) {
    var expected = new ArrayList<String>();
    var lines = 0;
    for (var part : parts) {
      for (var statement : SqlSplitter.split(part)) {
        expected.add(described(statement, lines));
      }
      lines += (int) part.chars().filter(letter -> letter == '\n').count();
    }
    var script = String.join("", parts);
    assertThat(expected).as("seed %d", seed).hasSameSizeAs(parts);
    assertThat(SqlSplitter.split(script).stream().map(found -> described(found, 0)))
        .as("seed %d: %s", seed, script)
        .containsExactlyElementsOf(expected);
  }

  private static String described(SqlStatement statement, int lines) {
    var tokens = statement.tokens().stream().map(SqlToken::text).toList();
    return (statement.line() + lines) + " " + tokens + " " + statement.unfinished();
  }
}
