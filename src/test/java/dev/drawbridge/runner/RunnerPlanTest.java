package dev.drawbridge.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.Exit;
import dev.drawbridge.report.RunnerInput;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that is made in the process of whoever asks for it. */
class RunnerPlanTest {

  private static final String SPEC =
      """
      {"database": {"sqlite": {"claim": "data", "path": "orders.db"}},
       "migrate": [{"flyway": {"inline": {"V1__orders.sql": "create table orders (id int);"}}}]}
      """;

  @TempDir Path folder;

  private RunnerInput input() {
    return new RunnerInput(
        "local/orders",
        "8c1f2e07",
        "local-1",
        SPEC,
        Map.of(),
        Instant.now().plus(Duration.ofMinutes(5)),
        null,
        folder,
        folder,
        folder.resolve("report"),
        4096,
        null,
        true,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void whatALibrarySaysOnStandardErrorHasNoSecrets() throws Exception {
    Files.createFile(folder.resolve("orders.db"));
    var told = new ByteArrayOutputStream();
    var before = System.err;
    var errors = new PrintStream(told, true, StandardCharsets.UTF_8);
    System.setErr(errors);
    try {
      var exit =
          Runner.plan(
              input(),
              new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
              _ -> {
                throw new IllegalStateException("no session: password=hush-hush");
              });

      assertThat(exit).isEqualTo(Exit.INTERNAL_ERROR);
      assertThat(System.err).isSameAs(errors);
    } finally {
      System.setErr(before);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("IllegalStateException: no session: password=***")
        .doesNotContain("hush-hush");
  }
}
