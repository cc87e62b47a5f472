package dev.drawbridge.runner.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.database.postgresql.PostgreSQLParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What pg_dump has written is split as Flyway's own parser, which will run it, splits it. That
 * parser is not of Flyway's public interface; only this test relies on it.
 */
class DumpSplittingTest {

  @ParameterizedTest
  @ValueSource(strings = {"shop.sql", "shop-inserts.sql"})
  void dumpIsSplitAsFlywayDoes(String dump) throws IOException {
    // To Flyway, a command of psql is the beginning of the statement that follows it.
    var sql =
        Files.readString(Path.of("src/test/resources/dumps", dump))
            .lines()
            .map(line -> line.matches("\\\\(un)?restrict .*") ? "" : line)
            .collect(Collectors.joining("\n"));

    var lines = SqlSplitter.split(sql).stream().map(SqlStatement::line).toList();

    assertThat(lines).hasSizeGreaterThan(70).isEqualTo(linesByFlyway(sql));
  }

  private static List<Integer> linesByFlyway(String sql) {
    var lines = new ArrayList<Integer>();
    var parser =
        new PostgreSQLParser(
            Flyway.configure().placeholderReplacement(false), new ParsingContext());
    try (var statements = parser.parse(new Text(sql))) {
      while (statements.hasNext()) {
        lines.add(statements.next().getLineNumber());
      }
    }
    return lines;
  }

  /** A script in memory. */
  private static final class Text extends LoadableResource {

    private final String sql;

    Text(String sql) {
      this.sql = sql;
    }

    @Override
    public Reader read() {
      return new StringReader(sql);
    }

    @Override
    public String getAbsolutePath() {
      return "dump.sql";
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return getAbsolutePath();
    }

    @Override
    public String getRelativePath() {
      return getAbsolutePath();
    }
  }
}
