package dev.drawbridge.command.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.command.terminal.PlayedTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before anything is started. None of these gets as far as a database. */
class RunCommandTest {

  private static final String MIGRATION =
      """
      apiVersion: drawbridge.dev/v1alpha1
      kind: Migration
      metadata: {name: %s}
      spec:
        database: {secretRef: {name: shop-db}}
        migrate: [%s]
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeManifests() throws IOException {
    Files.createDirectories(folder.resolve("outer/inner"));
    write("flyway.yaml", "shop", "{flyway: {configMaps: [shop-sql]}}");
    write("two.yaml", "two", "{flyway: {configMaps: [a, b]}}");
    write("image.yaml", "image", "{flyway: {image: {reference: 'r.example/s:7', path: /sql}}}");
    write("tool.yaml", "tool", "{run: {image: 'r.example/t:7', command: [alembic, upgrade]}}");
    write("out.yaml", "out", "{flyway: {image: {reference: x, path: /a/../../b}}}");
    write("up.yaml", "up", "{flyway: {configMaps: [../../up]}}");
    write("keys.yaml", "keys", "{flyway: {configMaps: [keys]}}");
    Files.writeString(
        folder.resolve("map.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: keys}\ndata: {../../key.sql: x}\n");
    Files.writeString(
        folder.resolve("file.yaml"),
        "apiVersion: drawbridge.dev/v1alpha1\n"
            + "kind: Migration\n"
            + "metadata: {name: file}\n"
            + "spec: {database: {sqlite: {claim: data, path: a.db}}, migrate: [{flyway: {inline:"
            + " {V1__a.sql: x}}}]}");
    write("typo.yaml", "typo", "{flyway: {configMap: [sql]}}");
    write("entry.yaml", "entry", "{run: {image: 'r.example/t:7'}}");
    write(
        "value.yaml",
        "value",
        "{run: {image: x, command: [y], env: [{name: KEY, valueFrom: {secretKeyRef: {name: a, key:"
            + " b}}}]}}");
    Files.writeString(
        folder.resolve("nothing.yaml"), "kind: Secret\napiVersion: v1\nmetadata: {name: x}\n");
    Files.writeString(folder.resolve("broken.yaml"), "kind: [Migration\n");
  }

  private void write(String file, String name, String step) throws IOException {
    Files.writeString(folder.resolve(file), MIGRATION.formatted(name, step));
  }

  private PlayedTerminal run(int expected, String... words) {
    var terminal = new PlayedTerminal("", Map.of());
    var all = new ArrayList<>(List.of(words));
    all.replaceAll(word -> word.replace("FOLDER", folder.toString()));
    var code =
        terminal
            .asTerminal()
            .parser(new RunCommand(terminal.asTerminal()))
            .execute(all.toArray(String[]::new));
    assertThat(code).as(terminal.errors()).isEqualTo(expected);
    return terminal;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | Name the file of the Migration: -f migration.yaml",
        "-f FOLDER/no.yaml | no.yaml does not exist.",
        "-f FOLDER/outer | Folders within are not read: name each with -f.",
        "-f FOLDER/flyway.yaml --config-map folder | --config-map is written as --config-map"
            + " NAME=FOLDER",
        "-f FOLDER/flyway.yaml --image folder | --image is written as --image IMAGE=FOLDER",
        "-f FOLDER/nothing.yaml | The files have no Migration.",
        "-f FOLDER/broken.yaml | broken.yaml, line",
        "-f FOLDER/flyway.yaml -f FOLDER/two.yaml | The files have several Migrations (shop, two)."
            + " Name one with --migration.",
        "-f FOLDER/flyway.yaml --migration x | The files have no Migration x, but shop.",
        "-f FOLDER/flyway.yaml | ConfigMap shop-sql, which holds scripts, is not in the files.",
        "-f FOLDER/flyway.yaml --config-map other=FOLDER | Migration shop names no ConfigMap other,"
            + " but shop-sql.",
        "-f FOLDER/flyway.yaml --scripts FOLDER/no | no, for ConfigMap shop-sql, is not a folder.",
        "-f FOLDER/two.yaml --scripts FOLDER | names a, b. Write --config-map NAME=FOLDER for"
            + " each.",
        "-f FOLDER/image.yaml | --image r.example/s:7=FOLDER",
      })
  void filesThatCannotBeUsedAreSaid(String words, String sentence) {
    assertSaid(words, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-f FOLDER/image.yaml --image r.example/s:7=FOLDER/no | no, for the image r.example/s:7, is"
            + " not a folder.",
        "-f FOLDER/tool.yaml | spec.migrate[0] runs in a container of the image r.example/t:7, and"
            + " there are no containers here. With --local-tools",
        "-f FOLDER/out.yaml --image x=FOLDER | flyway.image.path is \"/a/../../b\": write it"
            + " without",
        "-f FOLDER/file.yaml | Name the file of the database: --database-file FILE. The Migration"
            + " is for SQLite, and its claim data is in the cluster.",
        "-f FOLDER/typo.yaml --scripts FOLDER | spec.migrate[0].flyway.configMap is not known",
        "-f FOLDER/up.yaml | A ConfigMap cannot be named \"../../up\": use letters",
        "-f FOLDER/keys.yaml -f FOLDER/map.yaml | A file of ConfigMap keys cannot be named"
            + " \"../../key.sql\": use letters",
        "-f FOLDER/entry.yaml --local-tools | spec.migrate[0] has no command",
        "-f FOLDER/value.yaml --local-tools | Set KEY in the environment of this command.",
        "-f FOLDER/tool.yaml --local-tools --password-stdin | --password-stdin: standard input is"
            + " empty.",
      })
  void whatCannotBeCarriedOutIsSaid(String words, String sentence) {
    assertSaid(words, sentence);
  }

  private void assertSaid(String words, String sentence) {
    var all = new ArrayList<>(List.of("--database-url", "postgresql://ann@127.0.0.1:1/shop"));
    if (!words.isEmpty()) {
      all.addAll(List.of(words.split(" ")));
    }
    var terminal = run(2, all.toArray(String[]::new));

    assertThat(terminal.errors()).contains(sentence.replace("FOLDER", place(sentence)));
    assertThat(terminal.output()).isEmpty();
  }

  /** In a sentence of ours, the word may stand for itself. */
  private String place(String sentence) {
    return sentence.contains("=FOLDER") ? "FOLDER" : folder.toString();
  }

  @Test
  void databaseMustBeNamed() {
    assertThat(run(2, "-f", "FOLDER/tool.yaml").errors())
        .contains("Name the database: --database-url", "its Secret", "is not read");
  }

  @Test
  void urlThatIsNoneIsNotRepeated() {
    var errors =
        run(2, "-f", "FOLDER/tool.yaml", "--local-tools", "--database-url", "mysql://ann:geheim@db")
            .errors();

    assertThat(errors).contains("--database-url is not the URL").doesNotContain("geheim");
  }

  @Test
  void scriptsMustBeOfTheReleaseOfTheSpec() throws IOException {
    Files.writeString(
        folder.resolve("release.yaml"),
        MIGRATION.formatted("r", "{flyway: {configMaps: [sql]}}") + "  release: v7\n");
    Files.writeString(
        folder.resolve("sql.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: sql}\n");

    assertThat(
            run(
                    2,
                    "-f",
                    "FOLDER/release.yaml",
                    "-f",
                    "FOLDER/sql.yaml",
                    "--database-url",
                    "postgresql://ann@127.0.0.1:1/shop")
                .errors())
        .contains("ConfigMap sql names no release, but spec.release is v7");
  }
}
