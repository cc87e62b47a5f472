package dev.drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sandbox.node.Processes;
import dev.drawbridge.sandbox.node.Tail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as people start it: what it says, how it exits, and that nothing stays. */
class SandboxIT {

  private static final Path EXAMPLE = Path.of("manifests", "examples", "m10-recovery");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Processes processes = new Processes();

  @AfterEach
  void stop() {
    processes.close();
  }

  private Process start(String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sandbox.class.getName()));
    command.addAll(List.of(arguments));
    return processes.add(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static void assertNothingIsLeft(Process sandbox, List<ProcessHandle> started)
      throws IOException {
    await().until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      assertThat(files).noneMatch(file -> file.endsWith("sandbox-" + sandbox.pid()));
    }
  }

  /** It detaches itself from whoever started it, and leaves its number in its folder. */
  private static ProcessHandle postgres(Process sandbox) throws IOException {
    var file = Path.of("target", "sandbox-" + sandbox.pid(), "postgres", "postmaster.pid");
    try (Stream<String> lines = Files.lines(file)) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip()))
          .orElseThrow();
    }
  }

  @Test
  void mainJobIsSeenFromHeldToReleased() throws Exception {
    var sandbox = start();
    var said = Tail.of(sandbox);

    var code = exitCode(sandbox);
    said.awaitEnd();

    assertThat(code).as(said.text()).isZero();
    assertThat(said.text())
        .containsSubsequence(
            "Deployment recovery-api",
            "held",
            "Running",
            "21 durable queue",
            "22 production hardening",
            "lock can be acquired",
            "Verified",
            "released",
            "$ kubectl get migrations",
            "RolloutReleased");
    assertNothingIsLeft(sandbox, List.of());
  }

  private static void copyExample(Path folder, UnaryOperator<String> change) throws IOException {
    for (var name : List.of("configmap.yaml", "deployment.yaml", "migration.yaml")) {
      var text = Files.readString(EXAMPLE.resolve(name));
      Files.writeString(folder.resolve(name), change.apply(text));
    }
  }

  @Test
  void scriptThatFailsIsAFailureWithItsReasonAndTheLogs(@TempDir Path folder) throws Exception {
    copyExample(folder, text -> text.replaceFirst("CREATE TABLE", "CREATE TALE"));
    var sandbox = start(folder.toString());
    var said = Tail.of(sandbox);

    var code = exitCode(sandbox);
    said.awaitEnd();

    assertThat(code).as(said.text()).isEqualTo(1);
    assertThat(said.text())
        .containsSubsequence(
            "Sql State:",
            "The sandbox did not see what it should have seen:",
            "the run has failed: V21__durable_queue.sql");
    var explanation = said.text().substring(said.text().indexOf("Where it failed"));
    assertThat(explanation).containsOnlyOnce("V21__durable_queue.sql, line");
    assertThat(said.lastLines(1)).contains("the run has failed");
    assertNothingIsLeft(sandbox, List.of());
  }

  @Test
  void fieldThatNobodyKnowsIsAFailureAtOnce(@TempDir Path folder) throws Exception {
    copyExample(folder, text -> text.replace("guardrails:", "guardrailz:"));
    var sandbox = start(folder.toString());
    var said = Tail.of(sandbox);

    var code = exitCode(sandbox);
    said.awaitEnd();

    assertThat(code).as(said.text()).isEqualTo(1);
    assertThat(said.lastLines(1)).contains("UnsupportedSpec", "spec.guardrailz");
    assertThat(said.text()).doesNotContain("waiting,");
  }

  @Test
  void folderThatCannotBeShownIsRefusedBeforeAnythingStarts(@TempDir Path folder) throws Exception {
    var sandbox = start(folder.toString());
    var said = Tail.of(sandbox);

    assertThat(exitCode(sandbox)).isEqualTo(2);
    said.awaitEnd();

    assertThat(said.text().lines()).singleElement().asString().contains("has no manifests");
  }

  @Test
  void interruptedSandboxLeavesNothingBehind() throws Exception {
    var sandbox = start("--keep");
    var said = Tail.of(sandbox);
    await().atMost(PATIENCE).until(() -> said.text().contains("kubectl apply"));
    var started = new ArrayList<>(sandbox.descendants().toList());
    started.add(postgres(sandbox));

    sandbox.destroy();

    assertThat(exitCode(sandbox)).isEqualTo(143);
    said.awaitEnd();
    assertThat(said.text()).doesNotContain("Exception");
    assertThat(started).hasSizeGreaterThan(1);
    assertNothingIsLeft(sandbox, started);
  }
}
