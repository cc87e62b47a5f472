package dev.drawbridge.runner.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Assertion;
import dev.drawbridge.report.BackupSummary;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.PlanSummary;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunLog;
import dev.drawbridge.report.RunPhase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T04:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Progress progress = new Progress();

  private Journal journal(int budget) {
    return new Journal(
        CLOCK,
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new ReportFile(folder.resolve("report"), budget),
        new Redaction());
  }

  static Stream<Arguments> lettersAndBudgets() {
    return Stream.of("x", "\"", "\n", "\u0001", "ä", "漢", "😀", "\\")
        .flatMap(letter ->
            Stream.of(Arguments.of(letter, 1100, 1024), Arguments.of(letter, 4096, 1536)));
  }

  @ParameterizedTest
  @MethodSource("lettersAndBudgets")
  void closingLineKeepsToItsPartOfTheReportWhateverItsTexts(String letter, int budget, int most)
      throws Exception {
    var text = letter.repeat(5000);
    progress.found(text);
    progress.seen(new Closing.Database("7300000000000000000", "d".repeat(63)));
    journal(budget)
        .close(
            new Ending(
                Exit.MIGRATION_FAILED,
                Reason.SCRIPT_FAILED,
                new Sentences(text, Standing.NOT_TOLD, ""),
                new Closing.Failure(text, 1, "42P07", text, text)),
            progress);

    var line = output.toString(StandardCharsets.UTF_8).strip();
    assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(400, most);
    assertThat(RunLog.read(line).closing().orElseThrow().message()).startsWith(letter);
    assertThat(Files.readString(folder.resolve("report")).strip()).isEqualTo(line);
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    var journal = journal(4096);
    var first = journal.close(Ending.of(Exit.VERIFIED, Reason.VERIFIED, "done"), progress);
    var second = journal.close(Ending.of(Exit.INTERRUPTED, Reason.INTERRUPTED, "again"), progress);
    assertThat(second).isEqualTo(first).isEqualTo(Exit.VERIFIED);
    journal.tell(RunPhase.VERIFY, State.PASSED, "late", null);
    assertThat(RunLog.read(output.toString(StandardCharsets.UTF_8)).events()).hasSize(1);
  }

  @Test
  void listOfVersionsIsCutToTheNewestAndItsFloorMoves() {
    var versions =
        java.util.stream.IntStream.rangeClosed(1, 150).mapToObj(Integer::toString).toList();
    progress.leave("150", new AppliedVersions(null, versions));
    journal(4096).close(Ending.of(Exit.VERIFIED, Reason.VERIFIED, "done"), progress);

    var applied = RunLog.read(output.toString(StandardCharsets.UTF_8)).applied().orElseThrow();
    assertThat(applied.versions()).hasSize(100).endsWith("150");
    assertThat(applied.floor()).isEqualTo("51");
  }

  @Test
  void wholeListKeepsItsBaseline() {
    progress.leave("7", new AppliedVersions("5", List.of("5", "7")));
    journal(4096).close(Ending.of(Exit.VERIFIED, Reason.VERIFIED, "done"), progress);
    var applied = RunLog.read(output.toString(StandardCharsets.UTF_8)).applied().orElseThrow();
    assertThat(applied).isEqualTo(new AppliedVersions("5", List.of("5", "7")));
  }

  /** In the worst case: a full plan, the longest names, and versions that are times. */
  @ParameterizedTest
  @ValueSource(ints = {4096, 2457, 1536})
  void whatMattersIsLeftOfARunWithABackupAndManyScriptsAndChecks(int budget) throws Exception {
    var journal = journal(budget);
    var versions = IntStream.range(0, 100).mapToObj(n -> "202611211000" + (10 + n)).toList();
    journal.tell(
        RunPhase.PREFLIGHT, State.FOUND, "plan", "100 scripts pending", null, plan(versions));
    var saved =
        new BackupSummary(
            "c".repeat(63),
            "drawbridge/%s/%s/8c1f2e07.dump".formatted("n".repeat(63), "m".repeat(63)),
            5_000_000,
            "0123456789abcdef".repeat(4));
    journal.tell(RunPhase.BACKUP, "pg_dump", "40 tables, 5,000 kB, " + saved.words(), 900, saved);
    for (var version : versions) {
      journal.tell(RunPhase.MIGRATE, State.APPLIED, version + " some words", "applied", 31L);
    }
    for (var check = 1; check <= 20; check++) {
      var compared = new Assertion("0", "0");
      journal.tell(RunPhase.VERIFY, State.PASSED, "check " + check, compared.words(), 4L, compared);
    }
    progress.leave(versions.getLast(), new AppliedVersions(null, versions));
    journal.close(Ending.of(Exit.VERIFIED, Reason.VERIFIED, "All is well."), progress);

    var report = Files.readString(folder.resolve("report"));

    assertThat(report.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(budget);
    var read = RunLog.read(report);
    assertThat(read.closing().orElseThrow().message()).isEqualTo("All is well.");
    assertThat(read.applied().orElseThrow().versions()).endsWith(versions.getLast());
    var told = read.backup().orElseThrow();
    assertThat(told.backup()).isEqualTo(saved);
    assertThat(told.message()).isEqualTo("40 tables, 5,000 kB, " + saved.words());
    assertThat(Objects.requireNonNull(read.plan().orElseThrow().plan()).pending()).isEqualTo(100);
    if (budget == 4096) {
      assertThat(read.events()).extracting(RunEvent::subject).contains("check 20", "check 19");
    }
  }

  private static PlanSummary plan(List<String> versions) {
    var scripts =
        versions.stream()
            .map(version ->
                new PlanSummary.Script("V" + version + "__some_words.sql", version, 1, true))
            .toList();
    return new PlanSummary(
        "0123456789abcdef".repeat(4),
        null,
        versions.getLast(),
        scripts.size(),
        0,
        0,
        scripts.subList(0, Math.min(PlanSummary.MOST_SCRIPTS, scripts.size())),
        null);
  }

  @Test
  void whatACheckHasComparedIsRedactedAndClipped() {
    var redaction = new Redaction();
    redaction.learn("geheim-7");
    var journal =
        new Journal(
            CLOCK,
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new ReportFile(folder.resolve("report"), 4096),
            redaction);

    var snippet = "password=x geheim-7 " + "y".repeat(1000);
    journal.tell(
        RunPhase.VERIFY,
        State.FAILED,
        "health",
        "m",
        1L,
        new Assertion("geheim-7", "not geheim-7", 2, snippet));

    var told = RunLog.read(output.toString(StandardCharsets.UTF_8)).events().getFirst().assertion();
    assertThat(told)
        .isEqualTo(
            new Assertion(
                "***", "not ***", 2, Clip.toBytes("password=*** *** " + "y".repeat(1000), 240)));
  }

  @Test
  void nothingIsToldHereOnceTheRunIsHandedOver() throws Exception {
    var journal = journal(4096);
    journal.tell(RunPhase.MIGRATE, State.FOUND, "one", null);
    var written = new AtomicInteger();
    journal.handOver(written::set);
    journal.tell(RunPhase.MIGRATE, State.FOUND, "two", null);

    assertThat(journal.close(Ending.of(Exit.INTERRUPTED, Reason.INTERRUPTED, "late"), progress))
        .isEqualTo(Exit.VERIFIED);
    assertThat(written).hasValue(1);
    assertThat(output.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void runThatWasEndedFromOutsideIsNotHandedOver() throws Exception {
    var journal = journal(4096);
    journal.close(Ending.of(Exit.INTERRUPTED, Reason.INTERRUPTED, "stopped"), progress);
    var written = new AtomicInteger();
    journal.handOver(written::set);

    assertThat(written).hasValue(0);
    assertThat(journal.exit()).isEqualTo(Exit.INTERRUPTED);
  }
}
