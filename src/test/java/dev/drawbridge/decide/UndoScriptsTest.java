package dev.drawbridge.decide;

import static dev.drawbridge.decide.RollbackDraft.aRollback;
import static dev.drawbridge.decide.Snapshots.aMigration;
import static dev.drawbridge.decide.Snapshots.aStartedRun;
import static dev.drawbridge.decide.Snapshots.aVerifiedRun;
import static dev.drawbridge.decide.Snapshots.anEndedRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.drawbridge.api.MigrateStep;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.Verified;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which undo scripts are known to be missing, and what is left to the runner. */
class UndoScriptsTest {

  private static final ScriptFiles WITHOUT = files("V6__a.sql", "V7__b.sql");

  private static ScriptFiles files(String... names) {
    return new ScriptFiles(Map.of("orders-sql", List.of(names)));
  }

  static Stream<Arguments> names() {
    return Stream.of(
        arguments("no undo script at all", "6", "6 7", "V6__a.sql V7__b.sql", "V7__b.sql"),
        arguments("that of another version", "6", "6 7", "V7__b.sql U6__a.sql", "V7__b.sql"),
        arguments("the newest first", "1", "2 10", "V2__a.sql V10__b.sql", "V10__b.sql V2__a.sql"),
        arguments("one of several", "5", "6 7", "V6__a.sql U6__a.sql V7__b.sql", "V7__b.sql"),
        arguments("a version written otherwise", "6.0", "6 07.0", "V7_0__b.sql", "V7_0__b.sql"),
        arguments("one that only looks like it", "6", "7", "V7__b.sql u7_b.sql", "V7__b.sql"),
        arguments("it is there", "6", "6 7", "V6__a.sql V7__b.sql U7__b.sql", ""),
        arguments("it is there, written otherwise", "6", "7", "V7__b.sql U07.0__other.sql", ""),
        arguments("only what is above needs one", "7", "6 7", "V6__a.sql V7__b.sql", ""),
        arguments("what is not known to be applied", "6", "6 7", "V8__c.sql", ""),
        arguments("what is not given, and may be marked as deleted", "6", "6 7", "V6__a.sql", ""),
        arguments("repeatable scripts", "6", "7", "R__views.sql", ""),
        arguments("names that are none", "6", "7", "v7__b.sql V7-b.sql README.md", ""),
        arguments("applied by a tool without an order", "6", "3f2a", "V7__b.sql", ""),
        arguments("a target without an order", "3f2a", "6 7", "V7__b.sql", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void scriptsWithoutUndoAreThoseThatAreAppliedAboveTheTarget(
      String name, String to, String applied, String given, String missing) {
    assertThat(UndoScripts.withoutUndo(to, words(applied), words(given)))
        .as(name)
        .isEqualTo(words(missing));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments("verified", aVerifiedRun(), WITHOUT, "V7__b.sql in ConfigMap orders-sql."),
        arguments(
            "left changed by a run that has failed, as for the operator's own",
            leftChanged(),
            WITHOUT,
            "V7__b.sql in ConfigMap orders-sql."),
        arguments(
            "in several ConfigMaps",
            steps(step(Views.flyway("orders-sql", "more-sql"))),
            new ScriptFiles(
                Map.of("orders-sql", List.of("V6__a.sql"), "more-sql", List.of("V7__b.sql"))),
            "V7__b.sql in ConfigMaps orders-sql, more-sql."),
        arguments(
            "inline",
            steps(step(inline("V7__b.sql"))),
            ScriptFiles.UNKNOWN,
            "V7__b.sql in the inline scripts of Migration orders."),
        arguments(
            "changed since in what is not run",
            verified(known -> known.ofGeneration(2L)).edited(),
            WITHOUT,
            "V7__b.sql in ConfigMap orders-sql."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatIsKnownToBeMissingIsRefused(
      String name, Snapshots migration, ScriptFiles files, String end) {
    var refusal = problem(aRollback("back"), migration, files).orElseThrow();

    assertThat(refusal.reason()).isEqualTo(Reason.MISSING_UNDO_SCRIPT);
    assertThat(refusal.why()).as(name).isEqualTo("There is no undo script for " + end);
    assertThat(refusal.next())
        .isEqualTo(
            "The Deployments and the database are as they were. Add U7__b.sql, which takes back what V7__b.sql does; then create a new Rollback.");
  }

  static Stream<Arguments> left() {
    var flyway = Views.flyway("orders-sql");
    return Stream.of(
        arguments("it is there", aVerifiedRun(), files("V7__b.sql", "U7__b.sql")),
        arguments("a ConfigMap that is not there", aVerifiedRun(), ScriptFiles.UNKNOWN),
        arguments(
            "one of two ConfigMaps is not there",
            steps(step(Views.flyway("orders-sql", "more-sql"))),
            WITHOUT),
        arguments(
            "its inline scripts are all there",
            steps(step(inline("V7__b.sql", "U7__c.sql"))),
            WITHOUT),
        arguments("an image", steps(step(image())), WITHOUT),
        arguments(
            "several histories", steps(step(flyway), step(Views.flyway("more-sql"))), WITHOUT),
        arguments("a tool beside the scripts", steps(step(flyway), tool()), WITHOUT),
        arguments("a tool alone", steps(tool()), WITHOUT),
        arguments("never run", aMigration(), WITHOUT),
        arguments("a run that is under way", aStartedRun(), WITHOUT),
        arguments("a run that has applied nothing", Snapshots.aFailedRun(), WITHOUT),
        arguments("another spec than was verified", aVerifiedRun().edited(), WITHOUT),
        arguments("another spec than that of the run", leftChanged().edited(), WITHOUT),
        arguments("undone since", takenBack(aVerifiedRun()), WITHOUT),
        arguments("undone since it was left changed", takenBack(leftChanged()), WITHOUT),
        arguments("a baseline", verified(known -> with(known, known.applied(), "7")), WITHOUT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("left")
  void whatIsNotKnownForSureIsLeftToTheRunner(String name, Snapshots migration, ScriptFiles files) {
    assertThat(problem(aRollback("back"), migration, files)).as(name).isEmpty();
  }

  @Test
  void otherWaysBackNeedNoUndoScripts() {
    for (var other : List.of(aRollback("back").disabling(), aRollback("back").running(null))) {
      assertThat(problem(other, aVerifiedRun(), WITHOUT)).isEmpty();
      assertThat(UndoScripts.toLookInto(List.of(other.make()), aVerifiedRun().look().migration()))
          .isEmpty();
    }
  }

  @Test
  void longListIsCutShortAndCounted() {
    var versions = IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList();
    var all = verified(known -> with(known, versions, null));
    var names = versions.stream().map("V%s__x.sql"::formatted).toArray(String[]::new);

    var refusal = problem(aRollback("back").undoing("0"), all, files(names)).orElseThrow();

    assertThat(refusal.why()).contains("V12__x.sql, V11").contains("V3__x.sql and 2 more in");
    assertThat(refusal.next()).contains("what V12__x.sql does, and so on; then");
  }

  @Test
  void filesMatterToTheRollbackWhoseTurnItIsUntilItHasBegun() {
    var old = aRollback("old").createdAt("2026-11-21T09:00:00Z");
    var both = List.of(aRollback("new").disabling().make(), old.make());

    assertThat(UndoScripts.toLookInto(both, aVerifiedRun().look().migration()))
        .containsExactly("orders-sql");
    assertThat(UndoScripts.toLookInto(both, aStartedRun().look().migration()))
        .as("it may end at any moment")
        .containsExactly("orders-sql");
    assertThat(UndoScripts.toLookInto(both, TakenBackRulesTest.closedFor(old).look().migration()))
        .isEmpty();
  }

  @Test
  void missingUndoScriptIsItsEndBeforeAnythingIsTouched() {
    var verdict = BackScene.of(aRollback("back"), aVerifiedRun()).files("V7__b.sql").decide();

    VerdictAssert.assertThat(verdict)
        .doesNothing()
        .is(Phase.FAILED, "Stalled", Reason.MISSING_UNDO_SCRIPT)
        .says(
            "There is no undo script for V7__b.sql in ConfigMap orders-sql. Nothing was changed. The Deployments and the database are as they were. Add U7__b.sql, which takes back what V7__b.sql does; then create a new Rollback.");
  }

  @Test
  void undoScriptThatIsTakenAwayAfterItHasBegunIsForTheRunnerToMiss() {
    VerdictAssert.assertThat(
            BackScene.of(aRollback("back"), TakenBackRulesTest.closedFor(aRollback("back")))
                .files("V7__b.sql")
                .decide())
        .does("KeepMigration", "StartRun");
  }

  @Test
  void filesAreOnlyLookedIntoWhereTheyDecide() {
    var back = aRollback("back");

    assertThat(BackScene.of(back, aVerifiedRun()).look().scriptsToLookInto())
        .containsExactly("orders-sql");
    for (var scene :
        List.of(
            BackScene.of(aRollback("back"), TakenBackRulesTest.closedFor(aRollback("back"))),
            BackScene.withoutAMigration(back),
            BackScene.of(back, aStartedRun()),
            BackScene.of(back, aMigration()),
            BackScene.of(aRollback("off").disabling(), aVerifiedRun()))) {
      assertThat(scene.look().scriptsToLookInto()).isEmpty();
    }
  }

  private static Optional<TakingBack.Answer.Refused> problem(
      RollbackDraft rollback, Snapshots migration, ScriptFiles files) {
    return UndoScripts.problem(rollback.make(), migration.look().migration(), files);
  }

  /** One that was applied and then not what was expected of it. */
  private static Snapshots leftChanged() {
    var closing =
        new Closing(
            Exit.VERIFICATION_FAILED,
            Reason.VERIFICATION_FAILED,
            "Check a.",
            "6",
            "7",
            1,
            1,
            null,
            null);
    return anEndedRun(Exit.VERIFICATION_FAILED.code(), Views.report(Views.closing(1, closing)));
  }

  private static Snapshots takenBack(Snapshots migration) {
    var begun = migration.later(Duration.ofMinutes(10)).rollbacks(aRollback("first").make());
    begun.with(begun.decide());
    var mark = Objects.requireNonNull(begun.look().status().takenBack());
    var draft = StatusDraft.of(begun.look()).takenBack(mark.ended(Phase.ROLLED_BACK, "It ended."));
    return begun.status(draft.write()).rollbacks();
  }

  private static Snapshots verified(UnaryOperator<Verified> change) {
    var migration = aVerifiedRun();
    var draft = StatusDraft.of(migration.look());
    return migration.status(
        draft.verified(change.apply(Views.proof(migration.look().status()))).write());
  }

  private static Verified with(Verified known, List<String> applied, @Nullable String floor) {
    return new Verified(
        known.version(),
        applied,
        floor,
        known.releases(),
        known.database(),
        known.secret(),
        known.run(),
        known.inputs(),
        known.generation(),
        known.at());
  }

  private static Snapshots steps(MigrateStep... steps) {
    return aVerifiedRun().spec(draft -> draft.migrate(List.of(steps)));
  }

  private static MigrateStep step(MigrateStep.Flyway flyway) {
    return new MigrateStep(flyway, null);
  }

  private static MigrateStep tool() {
    return new MigrateStep(
        null,
        new RunStep(
            "tool", List.of(), List.of(), List.of(), List.of(), null, Map.of(), List.of(), null,
            null, null));
  }

  private static MigrateStep.Flyway inline(String... files) {
    var texts = Stream.of(files).collect(Collectors.toMap(file -> file, _ -> "select 1"));
    return new MigrateStep.Flyway(List.of(), null, texts, null, List.of(), Map.of(), null);
  }

  private static MigrateStep.Flyway image() {
    var image = new MigrateStep.Image("sql:1", "/sql", null);
    return new MigrateStep.Flyway(List.of(), image, Map.of(), null, List.of(), Map.of(), null);
  }
}
