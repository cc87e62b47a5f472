package dev.drawbridge.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.decide.RunPlan;
import dev.drawbridge.decide.Task;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of a user's step as its container starts it, by the shell that is here. */
class LauncherIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Database DATABASE =
      new Database(new Database.SecretRef("orders-db", Map.of()), null, null);

  @TempDir Path step;
  private List<String> prefix = List.of();

  private Process start(String script) throws IOException {
    var spec =
        new RunStep(
            "tool:1",
            List.of("sh", "-c", script),
            List.of(),
            List.of(),
            List.of(),
            null,
            Map.of(),
            List.of(),
            null,
            null,
            null);
    var item = new PlanItem(PlanItem.Part.MIGRATE, 1, spec);
    var words =
        StepContainer.of(item, plan(), migration()).getCommand().stream()
            .map(word -> word.equals(RunVolumes.STEP) ? step.toString() : word)
            .toList();
    var command = Stream.concat(prefix.stream(), words.stream()).toList();
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static RunPlan plan() {
    return new RunPlan(
        "8c1f2e07",
        Optional.empty(),
        "",
        Map.of(),
        "orders-8c1f2e07",
        "",
        Optional.empty(),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        new Task.Apply(Optional.empty()));
  }

  private static Migration migration() {
    var migration = new Migration();
    migration.setSpec(SpecDraft.of(DATABASE).spec());
    return migration;
  }

  private static int codeOf(Process process) throws InterruptedException {
    assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String last() throws IOException {
    return Files.readString(step.resolve(SharedFolder.LAST_OUTPUT));
  }

  @Test
  void outputPassesThroughAndItsEndIsKept() throws Exception {
    var process = start("echo first; echo to the log >&2; echo 'a  \"b\" $HOME'; exit 3");

    var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(codeOf(process)).isEqualTo(3);
    assertThat(log.lines()).containsExactlyInAnyOrder("first", "to the log", "a  \"b\" $HOME");
    assertThat(last()).isEqualTo("first\na  \"b\" $HOME\n");
  }

  @Test
  void reachedStepIsNotStarted() throws Exception {
    Files.createFile(step.resolve(SharedFolder.SKIP));

    var process = start("echo started; exit 1");

    assertThat(process.getInputStream().readAllBytes()).isEmpty();
    assertThat(codeOf(process)).isZero();
  }

  @Test
  void gigabyteOfOutputLeavesItsEndAlone() throws Exception {
    var process = start("head -c 1000000000 /dev/zero | tr '\\0' x; echo; echo '{\"ok\": false}'");

    long read = 0;
    var buffer = new byte[1 << 16];
    try (var log = process.getInputStream()) {
      for (var count = log.read(buffer); count >= 0; count = log.read(buffer)) {
        read += count;
      }
    }

    assertThat(codeOf(process)).isZero();
    assertThat(read).isGreaterThan(1_000_000_000L);
    assertThat(last()).hasSize(16_384).endsWith("x\n{\"ok\": false}\n");
  }

  @Test
  void signalReachesTheToolWhichMayEndInItsOwnWay() throws Exception {
    var process =
        start("trap 'echo rolled back; exit 9' TERM; echo ready; while :; do sleep 0.1; done");
    await().atMost(LONG).until(() -> process.getInputStream().available() > 0);

    // Destroying the process itself would close its output as well.
    process.toHandle().destroy();

    assertThat(codeOf(process)).isEqualTo(9);
    assertThat(last()).isEqualTo("ready\nrolled back\n");
  }

  @Test
  void commandThatIsNotThereEndsAsAShellSays() throws Exception {
    assertThat(codeOf(start("exec /no/such/program"))).isEqualTo(127);
  }

  @Test
  void folderThatCannotBeWrittenToIsNoHindrance() throws Exception {
    Files.createFile(step.resolve("output"));

    var process = start("echo plainly; exit 4");

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("plainly\n");
    assertThat(codeOf(process)).isEqualTo(4);
  }

  /** It may be that all is not well, and nobody would learn it. */
  @Test
  void toolWhoseLastWordsCannotBeKeptHasFailed() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    prefix = List.of(SmallDisk.at(step).full());

    var process = start("echo '{\"ok\": false}'");

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("{\"ok\": false}", "cannot keep what it said last: " + step + " is full");
    assertThat(codeOf(process)).isEqualTo(74);
  }

  @Test
  void codeOfAToolThatHasFailedIsItsOwnAlsoOnAFullDisk() throws Exception {
    SmallDisk.assumeThatItCanBeMade();
    prefix = List.of(SmallDisk.at(step).full());

    assertThat(codeOf(start("echo words; exit 4"))).isEqualTo(4);
  }
}
