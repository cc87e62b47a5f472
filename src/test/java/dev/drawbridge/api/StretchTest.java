package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StretchTest {

  private static final String ASKS = "{name: a, sql: {query: select 1, expect: {equals: 1}}}";
  private static final String LOOKS = "{name: b, run: {image: look, command: [look]}}";
  private static final String SCRIPTS = "{flyway: {configMaps: [sql]}}";
  private static final String TOOL =
      "{run: {image: tool, command: [alembic, \"upgrade\\n head\"]}}";

  /**
   * @param parts checks, steps and checks: an s for one of ours, an R for a container of the user's
   */
  private static MigrationSpec spec(String... parts) {
    var spec =
        "database: {secretRef: {name: a}}\npreflight: [%s]\nmigrate: [%s]\nverify: [%s]"
            .formatted(
                list(parts[0], ASKS, LOOKS),
                list(parts[1], SCRIPTS, TOOL),
                list(parts[2], ASKS, LOOKS));
    var read =
        Serialization.unmarshal(
            "kind: Migration\napiVersion: drawbridge.dev/v1alpha1\nspec:\n" + spec.indent(2),
            Migration.class);
    assertThat(read.getSpec().unsupported()).isNull();
    return read.getSpec();
  }

  private static String list(String letters, String ours, String users) {
    return letters
        .chars()
        .filter(letter -> letter != '-')
        .mapToObj(letter -> letter == 's' ? ours : users)
        .collect(Collectors.joining(", "));
  }

  /** A stretch in brackets, what stands between two of them as its container is called. */
  private static String show(List<Stretch> stretches) {
    return stretches.stream()
        .flatMap(stretch ->
            Stream.of(
                stretch.items().stream()
                    .map(PlanItem::name)
                    .collect(Collectors.joining(" ", "[", "]")),
                stretch.isLast() ? "" : Objects.requireNonNull(stretch.after()).name()))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "-,  ss,    -,  [step-0 step-1]",
    "s,  s,     s,  [preflight-0 step-0 verify-0]",
    "-,  R,     -,  [] step-0 []",
    "-,  sRssR, -,  [step-0] step-1 [step-2 step-3] step-4 []",
    "R,  s,     -,  [] preflight-0 [step-0]",
    "sRs, s,    -,  [preflight-0] preflight-1 [preflight-2 step-0]",
    "-,  s,     R,  [step-0] verify-0 []",
    "s,  s,     sRs, [preflight-0 step-0 verify-0] verify-1 [verify-2]",
    "R,  R,     R,  [] preflight-0 [] step-0 [] verify-0 []",
  })
  void userContainersStandBetweenStretchesAndTheOrderStaysAsItIsWritten(
      String preflight, String migrate, String verify, String plan) {
    var stretches = Stretch.of(spec(preflight, migrate, verify));

    assertThat(show(stretches)).isEqualTo(plan);
    assertThat(stretches.getFirst().isFirst()).isTrue();
    assertThat(stretches.subList(1, stretches.size())).noneMatch(Stretch::isFirst);
    assertThat(stretches).extracting(Stretch::index).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "s, s,   -,   []",
    "R, sRs, s,   [verify-0]",
    "-, s,   sRs, [verify-0] verify-1 [verify-2]",
    "-, R,   R,   [] verify-0 []",
  })
  void undoHasOnlyTheChecksOfTheResult(
      String preflight, String migrate, String verify, String plan) {
    var stretches = Stretch.ofUndo(spec(preflight, migrate, verify));

    assertThat(show(stretches)).isEqualTo(plan);
    assertThat(stretches.stream().filter(Stretch::comesBeforeChanges)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "-, s,  -,  1",
    "R, s,  -,  2",
    "RR, sR, R, 3",
    "-, R,  -,  1",
    "-, s,  RR, 1",
  })
  void onlyChecksBeforeTheStepsLeaveAllAsItWas(
      String preflight, String migrate, String verify, long beforeChanges) {
    var stretches = Stretch.of(spec(preflight, migrate, verify));

    assertThat(stretches.stream().takeWhile(Stretch::comesBeforeChanges).count())
        .isEqualTo(beforeChanges);
    assertThat(stretches.stream().filter(Stretch::comesBeforeChanges).count())
        .isEqualTo(beforeChanges);
  }

  @Test
  void stretchKnowsWhichStepsAreItsOwnAndWhichAreDone() {
    var stretches = Stretch.of(spec("s", "sRsR", "R"));

    assertThat(stretches.get(1).contains(2)).isTrue();
    assertThat(stretches.get(1).contains(0)).isFalse();
    assertThat(stretches.stream().map(Stretch::firstStep))
        .containsExactly(0, 2, 4, Integer.MAX_VALUE);
    assertThat(stretches.getFirst().own(PlanItem.Part.PREFLIGHT, List.of("one")))
        .containsExactly("one");
  }

  @Test
  void titleIsShortAndOnOneLine() {
    var run = Objects.requireNonNull(spec("-", "sR", "-").migrate().get(1).run());

    assertThat(MigrateStep.title(1, run)).isEqualTo("step 2, alembic upgrade head");
  }

  private static MigrationSpec saved(String database, String backup) {
    var spec = spec("sR", "sR", "s");
    var yaml =
        "kind: Migration\napiVersion: drawbridge.dev/v1alpha1\nspec:\n  database: {%s}\n  migrate: [%s]\n  backup: {%s}"
            .formatted(database, SCRIPTS, backup);
    var read = Serialization.unmarshal(yaml, Migration.class).getSpec();
    assertThat(read.unsupported()).isNull();
    return SpecDraft.of(spec).database(read.database()).backup(read.backup()).spec();
  }

  @Test
  void backupStandsBetweenTheChecksAndTheSteps() {
    var dumped = saved("secretRef: {name: a}", "pgDump: {image: b, claim: c}");
    var copied = saved("sqlite: {claim: a, path: b}", "sqlite: {}");

    assertThat(show(Stretch.of(dumped)))
        .isEqualTo("[preflight-0] preflight-1 [] backup-0 [step-0] step-1 [verify-0]");
    assertThat(show(Stretch.of(copied)))
        .isEqualTo("[preflight-0] preflight-1 [backup-0 step-0] step-1 [verify-0]");
  }

  @Test
  void nothingBeginsAgainAfterABackupAlthoughNothingIsChangedYet() {
    var stretches = Stretch.of(saved("secretRef: {name: a}", "pgDump: {image: b, claim: c}"));

    assertThat(stretches)
        .extracting(Stretch::mayBeginAgain)
        .containsExactly(true, true, false, false);
    assertThat(stretches)
        .extracting(Stretch::comesBeforeChanges)
        .containsExactly(true, true, true, false);
    assertThat(stretches)
        .extracting(Stretch::endsChecks)
        .containsExactly(false, true, false, false);
  }

  @Test
  void backupIsPutBackBeforeTheChecksOfTheResult() {
    var dumped = saved("secretRef: {name: a}", "pgDump: {image: b, claim: c}");
    var copied = saved("sqlite: {claim: a, path: b}", "sqlite: {}");

    assertThat(show(Stretch.ofRestore(dumped))).isEqualTo("[] restore-0 [verify-0]");
    assertThat(show(Stretch.ofRestore(copied))).isEqualTo("[restore-0 verify-0]");
  }
}
