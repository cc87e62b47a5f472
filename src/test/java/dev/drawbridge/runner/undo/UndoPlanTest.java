package dev.drawbridge.runner.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.drawbridge.api.ScriptName;
import dev.drawbridge.report.Exit;
import dev.drawbridge.report.Reason;
import dev.drawbridge.runner.migrate.AppliedScript;
import dev.drawbridge.runner.process.Ending;
import dev.drawbridge.runner.script.Script;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which scripts are undone, in which order, and what is refused. */
class UndoPlanTest {

  /** Versions in the order in which they were applied. */
  private static List<AppliedScript> applied(String... versions) {
    return IntStream.range(0, versions.length)
        .mapToObj(index ->
            new AppliedScript(
                index + 1, versions[index], "step", "V%s__step.sql".formatted(versions[index])))
        .toList();
  }

  /** One that ends in a star runs outside a transaction. */
  private static List<Script> undo(String... files) {
    return Arrays.stream(files)
        .map(file -> {
          var name = file.replace("*", "");
          return new Script(
              name, ScriptName.parse(name).orElseThrow(), "select 1;", file.equals(name));
        })
        .toList();
  }

  static Stream<Arguments> ways() {
    var all = undo("U1__a.sql", "U2__b.sql", "U10__c.sql", "V10__c.sql", "R__r.sql");
    return Stream.of(
        arguments("the newest alone", "2", applied("1", "2", "10"), all, List.of("U10__c.sql")),
        arguments(
            "the newest first, by number and not by letters",
            "1",
            applied("1", "2", "10"),
            all,
            List.of("U10__c.sql", "U2__b.sql")),
        arguments(
            "in the order in which they were installed, reversed",
            "1",
            applied("1", "10", "2"),
            all,
            List.of("U2__b.sql", "U10__c.sql")),
        arguments(
            "all of them",
            "",
            applied("1", "2", "10"),
            all,
            List.of("U10__c.sql", "U2__b.sql", "U1__a.sql")),
        arguments("none above", "10", applied("1", "2", "10"), all, List.of()),
        arguments("none at all", "", applied(), List.of(), List.of()),
        arguments(
            "only what is undone needs an undo script",
            "2",
            applied("1", "2", "10"),
            undo("U10__c.sql"),
            List.of("U10__c.sql")),
        arguments(
            "one version written in three ways",
            "01.0",
            applied("1", "2.0"),
            undo("U02__b.sql"),
            List.of("U02__b.sql")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void scriptsAreChosenAndOrdered(
      String name,
      String to,
      List<AppliedScript> applied,
      List<Script> scripts,
      List<String> expected) {
    var plan = new UndoPlan(to, applied, null, scripts);

    assertThat(plan.problem()).as(name).isEmpty();
    assertThat(plan.scripts()).extracting(UndoneScript::file).isEqualTo(expected);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(
            "7",
            applied("5", "6"),
            null,
            "Version 7 is not applied, so there is no way back to it. Applied: 6, 5."),
        arguments("x", applied("5"), null, "x is not a version. Applied: 5."),
        arguments(
            "5",
            applied(),
            null,
            "Version 5 is not applied, so there is no way back to it. No version is applied."),
        arguments(
            "3",
            applied("6"),
            "5",
            "Version 3 is below 5, the baseline at which the history begins: what came before it was not applied by scripts, and is not undone by them. Applied: 6, 5 (the baseline)."));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("refusals")
  void versionToGoBackToMustBeApplied(
      String to, List<AppliedScript> applied, @Nullable String baseline, String sentence) {
    var problem = new UndoPlan(to, applied, baseline, List.of()).problem().orElseThrow();

    assertThat(problem.exit()).isEqualTo(Exit.REFUSED);
    assertThat(problem.reason()).isEqualTo(Reason.NOT_AN_APPLIED_VERSION);
    assertThat(problem.message()).startsWith(sentence);
  }

  @Test
  void baselineIsAVersionToGoBackTo() {
    var plan = new UndoPlan("5", applied("6"), "5", undo("U6__step.sql"));

    assertThat(plan.problem()).isEmpty();
    assertThat(plan.scripts()).extracting(UndoneScript::file).containsExactly("U6__step.sql");
  }

  @Test
  void allMissingUndoScriptsAreListed() {
    var problem =
        new UndoPlan("1", applied("1", "2", "3", "4"), null, undo("U3__step.sql"))
            .problem()
            .orElseThrow();

    assertThat(problem)
        .isEqualTo(
            Ending.refused(
                Reason.MISSING_UNDO_SCRIPT,
                "V4__step.sql",
                null,
                "There is no undo script for V4__step.sql, V2__step.sql.",
                "Add U4__step.sql, which takes back what V4__step.sql does, and so on; then create a new Rollback."));
  }

  @Test
  void longListIsCutShortAndCounted() {
    var versions = IntStream.rangeClosed(1, 40).mapToObj(String::valueOf).toArray(String[]::new);

    var problem = new UndoPlan("", applied(versions), null, List.of()).problem().orElseThrow();

    assertThat(problem.message()).contains("V11__step.sql and 10 more.").doesNotContain("V10__");
  }

  @Test
  void allThatCanIsOneTransaction() {
    var plan = new UndoPlan("", applied("1", "2"), null, undo("U1__a.sql", "U2__b.sql"));

    assertThat(plan.batches()).containsExactly(new UndoBatch(plan.scripts(), true));
  }

  @Test
  void oneThatCannotRunInATransactionPartsThemAll() {
    var plan =
        new UndoPlan(
            "", applied("1", "2", "3"), null, undo("U1__a.sql", "U2__b.sql*", "U3__c.sql"));

    assertThat(plan.batches())
        .extracting(batch -> batch.scripts().getFirst().file(), UndoBatch::transactional)
        .containsExactly(
            tuple("U3__c.sql", true), tuple("U2__b.sql", false), tuple("U1__a.sql", true));
  }

  @Test
  void nothingIsNoBatch() {
    assertThat(new UndoPlan("", List.of(), null, List.of()).batches()).isEmpty();
  }
}
