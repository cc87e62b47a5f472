package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import dev.drawbridge.runner.process.Handover;
import dev.drawbridge.runner.process.Place;
import dev.drawbridge.runner.process.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a container of ours that a tool of the user's comes after. */
class HandingOverTest {

  private static final String SPEC =
      """
      {"database": {"sqlite": {"claim": "data", "path": "orders.db"}},
       "migrate": [
        {"flyway": {"inline": {"V1__orders.sql": "create table orders (id int);"}}},
        {"run": {"image": "tool@sha256:1a", "command": ["tool"]}}]}
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private Exit run() {
    var input =
        new RunnerInput(
            "shop/orders",
            "8c1f2e07",
            "orders-8c1f2e07-abcde",
            SPEC,
            Map.of(),
            Instant.now().plus(Duration.ofMinutes(5)),
            null,
            folder,
            folder,
            folder.resolve("report"),
            4096,
            new RunnerInput.Part(0, new SharedFolder(folder)),
            false,
            null,
            null,
            null,
            null,
            null);
    return new Runner(
            Place.CLUSTER,
            input,
            Patience.DEFAULT,
            Clock.systemUTC(),
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new Redaction(),
            _ -> {})
        .run();
  }

  private RunLog log() {
    return RunLog.read(output.toString(StandardCharsets.UTF_8));
  }

  @Test
  void goodEndLetsTheToolStart() {
    assertThat(run()).isEqualTo(Exit.VERIFIED);

    assertThat(log().closing()).isEmpty();
    assertThat(Handover.read(folder.resolve("handover.json")).sequence())
        .isEqualTo(log().events().getLast().sequence());
  }

  @Test
  void toolDoesNotStartWhereThereIsNoRoomToHandOver() throws Exception {
    Files.createSymbolicLink(folder.resolve("handover.json.part"), Path.of("/dev/full"));

    assertThat(run()).isEqualTo(Exit.INTERRUPTED);

    assertThat(log().closing().orElseThrow().message())
        .isEqualTo(
            "The run cannot go on in its next container, since the folder that they share cannot be"
                + " written to: No space left on device. Some scripts were applied by this run."
                + " Let the tools write less to their folders in it, then set the annotation"
                + " drawbridge.dev/retry.");
    assertThat(folder.resolve("handover.json")).doesNotExist();
  }
}
