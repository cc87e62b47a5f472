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

  @Test
  void folderWithoutScriptsIsNotClean() throws Exception {
    Files.createDirectories(folder.resolve("empty/within"));

    var outcome = check(folder + "/empty");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors())
        .contains("There is no file in " + folder + "/empty.", "in folders within are not read");
  }

  /** The same sentence as that of a run, which makes a ConfigMap of the folder. */
  @Test
  void nameThatNoConfigMapTakesIsAnError() throws Exception {
    Files.writeString(folder.resolve("V4__two words.sql"), "select 1;");

    var outcome = check("V4__two words.sql");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.output())
        .contains(
            "A file of a ConfigMap cannot be named \"V4__two words.sql\": use letters (a to z, A to Z), digits, dashes, dots and underscores only");
  }

  private String manifest() throws IOException {
    var manifests = Files.createDirectories(folder.resolve("deploy"));
    Files.writeString(
        manifests.resolve("shop.yaml"),
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: shop}
        spec:
          database: {secretRef: {name: shop-db}}
          guardrails: {destructive: Refuse}
          migrate:
          - flyway: {configMaps: [shop-sql], placeholders: {known: t}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: shop-sql}
        data:
          V1__orders.sql: "create table orders (id int);"
          V2__gone.sql: "drop table legacy;"
          V3__hole.sql: "create table ${known} (id int);\\nselect ${unknown};"
        """);
    return manifests.toString();
  }

  @Test
  void folderOfManifestsIsNotTakenForScripts() throws Exception {
    var outcome = check(manifest());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors())
        .contains("shop.yaml is a manifest", "drawbridge check -f " + folder + "/deploy")
        .doesNotContain("rename");
  }

  @Test
  void scriptsThatAMigrationNamesAreLookedAtByItsSpec() throws Exception {
    var outcome = check("-f", manifest());

    assertThat(outcome.code()).as(outcome.errors()).isEqualTo(1);
    assertThat(outcome.output())
        .contains(
            "shop-sql/V2__gone.sql:1: error: DROP TABLE",
            "shop-sql/V3__hole.sql:2: error: There is no value for the placeholder ${unknown}.",
            "3 scripts: 2 errors, 0 warnings");
  }

  @Test
  void manifestBesideScriptsIsToldToMove() throws Exception {
    Files.writeString(folder.resolve("shop.yml"), "kind: Migration");

    assertThat(check(folder.toString()).output())
        .contains("shop.yml:1: error", "keep it in another folder");
  }
}
