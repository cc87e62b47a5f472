package dev.drawbridge.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.command.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code drawbridge check} as CI calls it: the packaged jar, its streams, its exit codes. */
class CheckIT {

  @TempDir Path folder;

  @BeforeEach
  void writeScripts() throws IOException {
    Files.writeString(folder.resolve("V1__clean.sql"), "create table ä (id int);\n");
    Files.writeString(folder.resolve("V2__warned.sql"), "drop table ä;\n");
    Files.writeString(folder.resolve("V3__wrong.sql"), "commit;\n");
  }

  private CommandProcess.Outcome check(String... words) throws Exception {
    var all = new ArrayList<>(List.of("check"));
    for (var word : words) {
      all.add(word.endsWith(".sql") ? folder.resolve(word).toString() : word);
    }
    return CommandProcess.of(folder, all.toArray(String[]::new)).await();
  }

  @ParameterizedTest
  @CsvSource({"V1__clean.sql, 0", "V2__warned.sql, 0", "V3__wrong.sql, 1", "V9__none.sql, 2"})
  void processEndsWithTheCodeOfItsFindings(String script, int code) throws Exception {
    var outcome = check(script);

    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.errors().isEmpty()).isEqualTo(code != 2);
    assertThat(outcome.output().isEmpty()).isEqualTo(code == 2);
  }

  @Test
  void outputIsUtf8WhateverTheTerminalIs() throws Exception {
    assertThat(check("V2__warned.sql").output()).contains("DROP TABLE loses the rows of ä.");
  }

  @Test
  void jsonAloneIsOnStandardOutput() throws Exception {
    var outcome = check("--format", "json", "V3__wrong.sql");

    assertThat(new JsonMapper().readTree(outcome.output()).at("/findings/0/rule").asText())
        .isEqualTo("transaction-control");
    assertThat(outcome.errors()).isEmpty();
  }

  @Test
  void sarifAndGithubAreWrittenToo() throws Exception {
    assertThat(check("--format", "sarif", "V3__wrong.sql").output()).contains("\"2.1.0\"");
    assertThat(check("--format", "github", "V3__wrong.sql").output()).startsWith("::error file=");
  }

  @Test
  void wordThatIsNoOptionIsSaid() throws Exception {
    var outcome = check("--nothing", "V1__clean.sql");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.errors())
        .startsWith("drawbridge check: there is no option --nothing\nusage: drawbridge check ");
  }
}
