package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.ContentDigest;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunnerInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts from an image: a folder, as the kubelet mounts the image's root. */
class ImageScriptsIT {

  private static final String TAG = "registry.example.com/orders-sql:7";
  private static final String DIGEST = "registry.example.com/orders-sql@sha256:" + "a".repeat(64);

  private final TestDatabase database = TestDatabase.create();
  @TempDir Path folder;

  private RunnerProcess runner(String reference) {
    return RunnerProcess.on(database, folder)
        .spec(
            "{\"migrate\": [{\"flyway\": {\"image\": {\"reference\": \"%s\", \"path\": \"/sql\"}}}]}"
                .formatted(reference));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void scriptsInItsFolderAreAppliedAndTheirDigestIsTold() throws Exception {
    var script = bytes("create table one (id int)");
    var outcome =
        runner(TAG)
            .imageFile("etc/other.conf", bytes("not looked at"))
            .imageFile("sql/V1__one.sql", script)
            .await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(database.history()).containsExactly("1");
    assertThat(outcome.lines())
        .filteredOn(line -> line.startsWith("preflight Warning image " + TAG + ": 1 file in /sql"))
        .singleElement()
        .asString()
        .contains(ContentDigest.of(Map.of("V1__one.sql", script)), "A tag may come to mean");
  }

  @Test
  void imageByDigestIsNoCauseForAWarning() throws Exception {
    var outcome = runner(DIGEST).imageFile("sql/V1__one.sql", bytes("select 1")).await();

    assertThat(outcome.exit()).as(outcome.output()).isEqualTo(Exit.VERIFIED);
    assertThat(outcome.lines())
        .noneMatch(line -> line.contains("Warning"))
        .anyMatch(line -> line.startsWith("preflight Found image " + DIGEST));
  }

  @Test
  void moreThanFitsIntoAConfigMapIsApplied() throws Exception {
    var row = "insert into big values ('" + "x".repeat(9_000) + "');\n";
    var outcome =
        runner(DIGEST)
            .imageFile("sql/V1__big.sql", bytes("create table big (line text);\n"))
            .imageFile("sql/V2__half.sql", bytes(row.repeat(150)))
            .imageFile("sql/V3__half.sql", bytes(row.repeat(150)))
            .await();

    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.VERIFIED);
    assertThat(database.query("select count(*) from big")).containsExactly("300");
  }

  @Test
  void missingFolderIsRefused() throws Exception {
    var outcome = runner(TAG).imageFile("db/V1__one.sql", bytes("select 1")).await();

    assertRefused(outcome, Reason.NO_SUCH_FOLDER, TAG, "has no folder /sql", "flyway.image.path");
  }

  @Test
  void folderBesideTheScriptsIsRefused() throws Exception {
    var outcome =
        runner(TAG)
            .imageFile("sql/V1__one.sql", bytes("create table one (id int)"))
            .imageFile("sql/more/V2__two.sql", bytes("create table two (id int)"))
            .await();

    assertRefused(outcome, Reason.NOT_A_SCRIPT, "has more in /sql", "not a plain file");
  }

  @Test
  void linkOutOfTheImageIsRefused() throws Exception {
    var process = runner(TAG).imageFile("sql/V1__one.sql", bytes("select 1"));
    var image = folder.resolve("scripts").resolve(RunnerInput.imageFolder(0));
    Files.createSymbolicLink(image.resolve("sql/V2__two.sql"), Path.of("/etc/hostname"));

    assertRefused(process.await(), Reason.NOT_A_SCRIPT, "V2__two.sql", "links are not followed");
  }

  @Test
  void moreThanARunnerCanKeepIsRefused() throws Exception {
    var process = runner(TAG);
    for (var version = 1; version <= 17; version++) {
      process.imageFile("sql/V" + version + "__big.sql", new byte[1 << 20]);
    }

    assertRefused(process.await(), Reason.SCRIPTS_TOO_LARGE, "more than 16 MiB", "run");
  }

  @Test
  void scriptThatIsTooLargeByItselfIsRefused() throws Exception {
    var outcome = runner(TAG).imageFile("sql/V1__big.sql", new byte[50_000_000]).await();

    assertRefused(outcome, Reason.NOT_A_SCRIPT, "V1__big.sql has 48 MB", "no more than 2 MB");
  }

  private void assertRefused(RunnerProcess.Outcome outcome, Reason reason, String... parts) {
    assertThat(outcome.exit()).as(outcome.output() + outcome.error()).isEqualTo(Exit.REFUSED);
    assertThat(outcome.closing().reason()).isEqualTo(reason);
    assertThat(outcome.closing().message()).contains(parts).contains("Nothing was applied");
    assertThat(database.query("select to_regclass('flyway_schema_history')"))
        .containsExactly("null");
  }
}
