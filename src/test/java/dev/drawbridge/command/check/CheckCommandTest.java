package dev.drawbridge.command.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.runner.review.Rule;
import dev.drawbridge.runner.script.ScriptSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {

  @TempDir Path folder;

  @BeforeEach
  void writeScripts() throws IOException {
    Files.writeString(folder.resolve("V1__clean.sql"), "create table a (id int);\n");
    Files.writeString(folder.resolve("V2__warned.sql"), "select 1;\ndrop table \"x, 100%\";\n");
    Files.writeString(folder.resolve("V3__wrong.sql"), "commit;\n");
    Files.writeString(
        folder.resolve("V4__allowed.sql"),
        "-- drawbridge: allow truncate a cache\ntruncate cache;\n");
    Files.writeString(folder.resolve(".hidden"), "not looked at");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @CsvSource({"V1__clean.sql, 0", "V2__warned.sql, 0", "V3__wrong.sql, 1", "V4__allowed.sql, 0"})
  void exitCodeTellsWhetherThereAreErrors(String name, int code) {
    assertThat(Checked.of(file(name)).code()).isEqualTo(code);
  }

  @Test
  void whatLosesDataIsAnErrorIfThatIsAsked() {
    assertThat(Checked.of("--destructive", "refuse", file("V2__warned.sql")).code()).isEqualTo(1);
    assertThat(Checked.of("--destructive", "refuse", file("V4__allowed.sql")).code()).isZero();
  }

  @Test
  void folderStandsForItsFiles() {
    assertThat(Checked.of(folder.toString()).output())
        .contains("V3__wrong.sql:1: error: COMMIT", "4 scripts: 1 error, 1 warning")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | name files or folders of scripts, or manifests with -f",
        "-f a.yaml V1__a.sql | name files or folders of scripts, or manifests with -f",
        "--format xml x | --format is text, json, github or sarif, not xml",
        "--format | --format needs a value",
        "--nothing | there is no option --nothing",
        "--destructive never x | --destructive is warn or refuse, not never",
        "--applied new x | new is no version",
        "no/such.sql | no/such.sql does not exist.",
      })
  void whatCannotBeMeantIsSaid(String words, String message) {
    var checked = Checked.of(words.isEmpty() ? new String[0] : words.split(" "));

    assertThat(checked.code()).isEqualTo(2);
    assertThat(checked.errors()).contains(message);
    assertThat(checked.output()).isEmpty();
  }

  @Test
  void helpNamesTheOptions() {
    assertThat(Checked.of("--help"))
        .matches(checked -> checked.code() == 0)
        .extracting(Checked::output)
        .asString()
        .contains("usage: check", "--format", "--applied", "Exit code");
  }

  @Test
  void hugeFileIsRefusedUnread() throws IOException {
    try (var sparse = new RandomAccessFile(file("V5__huge.sql"), "rw")) {
      sparse.setLength(20 * ScriptSize.MOST);
    }
    assertThat(Checked.of(file("V5__huge.sql")))
        .matches(checked -> checked.code() == 1)
        .extracting(Checked::output)
        .asString()
        .contains("V5__huge.sql has 40 MB");
  }

  @Test
  void githubShowsFindingsBesideTheirLines() {
    assertThat(Checked.of("--format", "github", folder.toString()).output().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "::warning file=%s,line=2,title=drop-table::DROP TABLE loses the rows of x, 100%%25."
                            .formatted(file("V2__warned.sql"))),
            line ->
                assertThat(line)
                    .startsWith("::error file=")
                    .contains("line=1,title=transaction-control::COMMIT"),
            line -> assertThat(line).startsWith("::notice file=").endsWith("a cache"));
  }

  @Test
  void jsonHasAllOfAFinding() throws IOException {
    var json = json(Checked.of("--format", "json", folder.toString()));

    assertThat(json.at("/findings")).hasSize(2);
    assertThat(json.at("/findings/1").toString())
        .contains("\"rule\":\"transaction-control\",\"severity\":\"error\"", "\"line\":1,");
    assertThat(json.at("/allowed/0/why").asText()).isEqualTo("a cache");
    assertThat(json.at("/leftOut").asInt()).isZero();
  }

  /** The required properties of its schema, and those that code hosts ask for. */
  @Test
  void sarifHasWhatItsSchemaRequires() throws IOException {
    var sarif = json(Checked.of("--format", "sarif", folder.toString()));

    assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
    assertThat(sarif.at("/$schema").asText()).contains("sarif-2.1.0");
    var run = sarif.at("/runs/0");
    assertThat(run.at("/tool/driver/name").asText()).isEqualTo("drawbridge");
    assertThat(run.at("/tool/driver/rules")).hasSameSizeAs(Rule.values());
    assertThat(run.at("/results"))
        .hasSize(3)
        .allSatisfy(result -> {
          assertThat(run.at("/tool/driver/rules").findValuesAsText("id"))
              .contains(result.at("/ruleId").asText());
          assertThat(result.at("/level").asText()).isIn("error", "warning");
          assertThat(result.at("/message/text").asText()).isNotBlank();
          var place = result.at("/locations/0/physicalLocation");
          assertThat(place.at("/artifactLocation/uri").asText()).startsWith("file:///");
          assertThat(place.at("/region/startLine").asInt()).isPositive();
        });
    assertThat(run.at("/results/2/suppressions/0/kind").asText()).isEqualTo("inSource");
    assertThat(run.at("/results/2/suppressions/0/justification").asText()).isEqualTo("a cache");
  }

  @Test
  void sarifNamesRelativeFilesAsTheyStandInTheRepository() throws IOException {
    var sarif =
        json(Checked.of("--format", "sarif", "src/test/resources/review/truncate/V1__a.sql"));
    assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri"))
        .asString()
        .contains("\"src/test/resources/review/truncate/V1__a.sql\"");
  }

  private static JsonNode json(Checked checked) throws IOException {
    return new JsonMapper().readTree(checked.output());
  }
}
