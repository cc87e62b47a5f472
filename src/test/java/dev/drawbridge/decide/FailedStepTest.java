package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.drawbridge.api.status.Failure;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.api.status.TimelineEntry;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.report.RunEvent;
import dev.drawbridge.report.RunLog;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose plan has steps of the user's own: what becomes of them when a container fails. */
class FailedStepTest {

  private static final JobView JOB = Views.job(Snapshots.aMigration().decide());
  private static final PodView POD = Views.pod("pod-1", JOB.run());
  private static final String STARTED =
      Views.report(
          new RunEvent(
              1,
              1,
              Views.SAID_AT,
              "migrate",
              "run",
              RunEvent.State.STARTED,
              "step 2, alembic upgrade head",
              null,
              null,
              null,
              null));

  @ParameterizedTest
  @CsvSource({
    "1, Error, STEP_FAILED, 'ended with exit code 1'",
    "22, Error, STEP_FAILED, 'ended with exit code 22'",
    "24, Error, STEP_FAILED, 'ended with exit code 24'",
    "137, OOMKilled, OUT_OF_MEMORY, 'used more memory than its limit'",
    "128, StartError, CONTAINER_NOT_CREATED, 'could not be started'",
  })
  void exitCodeOfAToolIsNeverTakenForOneOfOurs(int code, String word, Reason reason, String how) {
    var outcome = outcome(Views.stepFailed(POD, 1, code, "", word, STARTED));

    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.message())
        .startsWith("Step 2, alembic upgrade head ")
        .contains(how, "stays");
    assertThat(outcome.failure())
        .extracting(Failure::script)
        .isEqualTo("step 2, alembic upgrade head");
  }

  @Test
  void lastWordsAreQuotedKeptAndFreeOfPasswords() {
    var output =
        """
        connecting to postgresql://orders:s3cret@db/orders
        {"v":1,"subject":"users","state":"Applied","millis":31}
        KeyError: password=s3cret
        """;

    var outcome = outcome(Views.stepFailed(POD, 1, 1, output, "Error", STARTED));
    var run = recorded(outcome);

    assertThat(outcome.message()).contains("It said last: KeyError: password=***");
    assertThat(run.logTail()).contains("postgresql://***@db/orders").doesNotContain("s3cret");
    assertThat(run.step()).isEqualTo("migrate");
    assertThat(run.timeline())
        .filteredOn(entry -> "run".equals(entry.step()))
        .extracting(TimelineEntry::state, TimelineEntry::subject)
        .containsExactly(
            tuple("Started", "step 2, alembic upgrade head"),
            tuple("Applied", "users"),
            tuple("Failed", "step 2, alembic upgrade head"));
  }

  @Test
  void endlessOutputIsKeptFromItsEnd() {
    var run = recorded(outcome(Views.stepFailed(POD, 1, 1, "x".repeat(9_000), "Error", STARTED)));

    assertThat(run.logTail()).hasSize(2_048);
    assertThat(Objects.requireNonNull(run.message()).length()).isLessThan(900);
  }

  @Test
  void deadlineAndDrainAreCalledSo() {
    var killed = Views.stepFailed(POD, 1, 143, "", "Error", STARTED);

    assertThat(outcome(Views.overDeadline(killed)).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    assertThat(outcome(Views.disrupted(killed)).reason()).isEqualTo(Reason.INTERRUPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "preflight-0, 1,   Error,      PREFLIGHT_FAILED,      'Check dry run: found exit code 1, expected exit code 0. It said last: 2 rows differ.', 'Nothing was applied.'",
    "verify-2,    24,  Error,      VERIFICATION_FAILED,   'Check dry run: found exit code 24, expected exit code 0.', 'the gate stays closed'",
    "preflight-0, 137, OOMKilled,  OUT_OF_MEMORY,         'Check dry run was killed: it used more memory than its limit.', 'Nothing was applied.'",
    "verify-2,    128, StartError, CONTAINER_NOT_CREATED, 'Check dry run could not be started.', '/bin/sh'",
  })
  void failedCheckIsToldLikeAnyOther(
      String container, int code, String word, Reason reason, String how, String standing) {
    var phase = container.replaceAll("-.*", "");
    var said = Views.report(Views.event(1, phase, RunEvent.State.STARTED, "dry run", null));

    var outcome =
        outcome(Views.userFailed(POD, container, code, "looking\n2 rows differ\n", word, said));
    var run = recorded(outcome);

    assertThat(outcome.reason()).isEqualTo(reason);
    assertThat(outcome.message()).startsWith(how).contains(standing);
    assertThat(run.step()).isEqualTo(phase);
    assertThat(Objects.requireNonNull(run.failure()).script()).isEqualTo("dry run");
    assertThat(run.timeline())
        .filteredOn(entry -> phase.equals(entry.phase()) && "dry run".equals(entry.subject()))
        .extracting(TimelineEntry::state, TimelineEntry::millis)
        .containsExactly(tuple("Started", null), tuple("Failed", 1_499L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pg_dump: error: aborting because of server version mismatch~pg_dump: detail: server version: 18.4; pg_dump version: 15.18 | older than the server",
        "pg_dump: error: could not write to output file: No space left on device | claim of the backup is full",
        "pg_dump: error: could not write to output file: Disk quota exceeded | claim of the backup is full",
        "pg_dump: error: could not open output file \"/a.part\": Permission denied | fsGroup",
        "pg_dump: error: no matching schemas were found for pattern \"a\" | spec.backup.pgDump.schemas is not in the database",
        "pg_dump: error: query failed: ERROR:  permission denied for table a~pg_dump: detail: Query was: LOCK TABLE public.a | pg_read_all_data",
        "pg_dump: error: query failed: ERROR:  query would be affected by row-level security policy for table \"a\" | BYPASSRLS",
        "pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout~pg_dump: detail: Query was: LOCK TABLE a | guardrails.lockTimeout",
        "sh: 3: pg_dump: not found | has no pg_dump",
        "something else | Correct what it complains of",
      })
  void failedBackupSaysWhatToDoAndThatNothingWasChanged(String output, String advice) {
    var said = Views.report(Views.event(1, "backup", RunEvent.State.STARTED, "pg_dump", null));

    var outcome =
        outcome(
            Views.userFailed(
                POD, "backup-0", 1, "dumping\n" + output.replace('~', '\n'), "Error", said));

    assertThat(outcome.reason()).isEqualTo(Reason.BACKUP_FAILED);
    assertThat(outcome.message())
        .startsWith(
            "The backup (pg_dump) ended with exit code 1. It said last: "
                + output.replace('~', ' ')
                + ". Nothing was changed. ")
        .contains(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "preflight-0, 'Check of container preflight-0: found exit code 1'",
    "step-1,      'The step of container step-1 ended with exit code 1'",
  })
  void whatHasLeftNoNameIsNamedByItsContainer(String container, String words) {
    var outcome = outcome(Views.userFailed(POD, container, 1, "", "Error", ""));

    assertThat(outcome.message()).startsWith(words);
  }

  @Test
  void podWithChecksAloneIsFollowedByAnotherOneIfItIsTakenAway() {
    var looking = Views.disrupted(Views.userFailed(POD, "verify-0", 143, "", "Error", STARTED));
    var between = Views.disrupted(Views.withChecks(Views.oursEnded(POD, 1, false, 25, "")));
    var beside = Views.disrupted(Views.stepFailed(POD, 1, 143, "", "Error", STARTED));

    assertThat(of(looking)).isInstanceOf(RunState.Retrying.class);
    assertThat(of(between)).isInstanceOf(RunState.Retrying.class);
    assertThat(of(beside)).isInstanceOf(RunState.StepFailed.class);
    assertThat(RunState.of(Optional.of(Views.failed(JOB)), List.of(looking)))
        .isInstanceOf(RunState.StepFailed.class);
  }

  @Test
  void unreachableDatabaseIsRetriedAfterACheckButNotAfterAStep() {
    var words = Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE);

    assertThat(of(Views.oursEnded(Views.withChecks(POD), 1, true, 24, words)))
        .isInstanceOf(RunState.Retrying.class);
    assertThat(of(Views.oursEnded(Views.withTools(POD), 1, true, 24, words)))
        .isInstanceOf(RunState.Retrying.class);
    assertThat(of(Views.oursEnded(Views.withTools(POD), 1, false, 24, words)))
        .isInstanceOf(RunState.Finished.class);
  }

  @Test
  void checkThatCannotBeStartedByTheDeadlineHasChangedNothing() {
    var said = Views.event(1, "preflight", RunEvent.State.STARTED, "dry run", null);
    var stuck =
        new RunState.Stuck(
            new PodView.Trouble(Reason.IMAGE_NOT_PULLED, "No such image."),
            RunLog.read(Views.report(said)));

    assertThat(FailedStep.stuck(stuck, Snapshots.NOW, Repetition.TOOLS).message())
        .contains("Nothing was applied.");
  }

  @Test
  void lookThatCannotBeStartedByTheDeadlineHasAppliedNothing() {
    var said = Views.event(1, "monitor", RunEvent.State.STARTED, "reconcile", null);
    var stuck =
        new RunState.Stuck(
            new PodView.Trouble(Reason.IMAGE_NOT_PULLED, "No such image."),
            RunLog.read(Views.report(said)));

    assertThat(FailedStep.stuck(stuck, Snapshots.NOW, Repetition.LOOK).message())
        .contains("Nothing was applied.");
  }

  @Test
  void podWithToolsIsNeverFollowedByAnotherOne() {
    var drained = Views.disrupted(Views.withTools(Views.ended(POD, 143, "")));
    var gone = Views.failedWithoutEnd(Views.withTools(POD));
    var later =
        Views.ended(Views.withTools(POD), 24, Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE));

    assertThat(of(drained)).isInstanceOf(RunState.Crashed.class);
    assertThat(of(gone)).isInstanceOf(RunState.Lost.class);
    assertThat(of(later)).isInstanceOf(RunState.Finished.class);
  }

  @Test
  void unreachableDatabaseIsRetriedBeforeAnythingWasDone() {
    var unreachable = Views.firstEnded(POD, 24, Views.ended(Exit.UNREACHABLE, Reason.UNREACHABLE));

    assertThat(of(unreachable)).isInstanceOf(RunState.Retrying.class);
  }

  @Test
  void refusalByTheFirstContainerEndsTheRun() {
    var refused = Views.firstEnded(POD, 20, Views.ended(Exit.REFUSED, Reason.NO_SCRIPTS));

    assertThat(of(refused))
        .isInstanceOfSatisfying(
            RunState.Finished.class, end -> assertThat(end.exit()).isEqualTo(Exit.REFUSED));
  }

  @Test
  void imageThatCannotBePulledIsToldWhileTheRunIsUnderWayAndAtItsDeadline() {
    var stuck =
        Views.troubled(
            Views.withTools(Views.started(POD)), Reason.IMAGE_NOT_PULLED, "No such image.");

    assertThat(of(stuck))
        .isInstanceOfSatisfying(
            RunState.Running.class,
            state ->
                assertThat(state.trouble().orElseThrow().reason())
                    .isEqualTo(Reason.IMAGE_NOT_PULLED));
    assertThat(of(Views.overDeadline(Views.failedWithoutEnd(stuck))))
        .isInstanceOfSatisfying(
            RunState.Stuck.class,
            state -> {
              var outcome = FailedStep.stuck(state, Snapshots.NOW, Repetition.TOOLS);
              assertThat(outcome.reason()).isEqualTo(Reason.IMAGE_NOT_PULLED);
              assertThat(outcome.message())
                  .contains("No such image.", "deadline", "stays")
                  .doesNotContain("Nothing was applied");
            });
  }

  private static RunState of(PodView pod) {
    return RunState.of(Optional.of(JOB), List.of(pod));
  }

  private static Outcome outcome(PodView pod) {
    return outcome(pod, Repetition.TOOLS);
  }

  private static Outcome outcome(PodView pod, Repetition again) {
    return new FailedStep(pod, ((RunState.StepFailed) of(pod)).end(), again).outcome();
  }

  private static Run recorded(Outcome outcome) {
    var started = Snapshots.aStartedRun();
    return outcome.applyTo(new RunProgress(started.look(), Views.run(started.look().status())));
  }
}
