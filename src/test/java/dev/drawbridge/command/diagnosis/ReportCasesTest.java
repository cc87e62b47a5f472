package dev.drawbridge.command.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.command.terminal.JsonText;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders with a Migration or a Rollback, and perhaps the log of its pod, and what is reported of
 * them beside: {@code out.txt} and {@code out.json}. {@code ./mvnw test -Dtest=ReportCasesTest
 * -Dwrite} writes what is reported; look at it before you commit it.
 */
class ReportCasesTest {

  private static final boolean WRITE = System.getProperty("write") != null;
  private static final Path CASES = Path.of("src/test/resources/diagnosis");
  private static final Instant NOW = Instant.parse("2026-11-21T02:01:00Z");

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream();
    }
  }

  private static Diagnosis diagnosis(Path folder) throws IOException {
    var subject = subject(folder);
    return Diagnosis.of(subject, logs(folder, subject.run()), NOW);
  }

  private static Subject subject(Path folder) throws IOException {
    var rollback = folder.resolve("in-rollback.yaml");
    return Files.exists(rollback)
        ? Subject.of(read(rollback, Rollback.class))
        : Subject.of(read(folder.resolve("in-migration.yaml"), Migration.class));
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    return new KubernetesSerialization().unmarshal(Files.readString(file), type);
  }

  private static Logs logs(Path folder, @Nullable Run run) throws IOException {
    var log = folder.resolve("in-log");
    if (Files.exists(log)) {
      return new Logs(Files.readString(log), Logs.Origin.POD, null);
    }
    return run == null || run.logTail() == null
        ? Logs.none(run == null ? null : "The pod is gone.")
        : new Logs(run.logTail(), Logs.Origin.STATUS, "The pod is gone.");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void textIsTheExpectedOne(Path folder) throws IOException {
    compareOrWrite(folder.resolve("out.txt"), TextReport.of(diagnosis(folder)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void jsonIsTheExpectedOne(Path folder) throws IOException {
    compareOrWrite(folder.resolve("out.json"), JsonText.of(diagnosis(folder)));
  }

  private static void compareOrWrite(Path file, String reported) throws IOException {
    if (WRITE) {
      Files.writeString(file, reported);
    }
    assertThat(reported).isEqualTo(Files.readString(file));
  }

  @Test
  void logsAreBoundedAndKeepTheirEnd() {
    var line = "x".repeat(99) + "\n";

    var logs = new Logs(line.repeat(2000) + "the end\n", Logs.Origin.POD, null);

    assertThat(logs.text()).hasSizeLessThanOrEqualTo(Logs.MOST_BYTES).endsWith("\nthe end\n");
    assertThat(logs.text().lines()).allMatch(one -> one.length() == 99 || one.equals("the end"));
  }
}
