package dev.drawbridge.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drawbridge.api.RunStep;
import dev.drawbridge.report.AppliedVersions;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.PlanSummary.Left;
import dev.drawbridge.report.PlanSummary.Lock;
import dev.drawbridge.report.PlanSummary.Longest;
import dev.drawbridge.report.PlanSummary.Rehearsed;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan: its versions, its digest, and how it is told. */
class PlanTest {

  private static final Closing.Database DATABASE = new Closing.Database("7382", "shop");
  private static final PlannedScript SEVEN = script("V7__orders.sql", "7", 12, true, "aa");
  private static final PlannedScript VIEWS = script("R__views.sql", null, -5, true, "bb");

  private static PlannedScript script(
      String file, @Nullable String version, int checksum, boolean transactional, String content) {
    return new PlannedScript(file, version, "orders", checksum, transactional, content);
  }

  private static PlannedStep scripts(
      @Nullable String baseline, @Nullable String now, PlannedScript... pending) {
    var applied = new AppliedVersions(null, now == null ? List.of() : List.of("5", now));
    return new PlannedStep.Scripts(0, null, baseline, now, applied, List.of(pending));
  }

  private static PlannedStep.Tool tool(
      String image, List<String> command, Map<String, Object> env, @Nullable String now) {
    var version = new RunStep.Version("select version_num from alembic_version", "ae10");
    var spec =
        new RunStep(
            image,
            command,
            List.of(),
            List.of(env),
            List.of(),
            null,
            Map.of(),
            List.of(),
            null,
            null,
            version);
    return new PlannedStep.Tool(1, spec, now);
  }

  private static PlannedStep.Tool alembic(@Nullable String now) {
    return tool("tool@sha256:1a", List.of("alembic", "upgrade"), Map.of("name", "A"), now);
  }

  private static Plan plan(PlannedStep... steps) {
    return new Plan(DATABASE, List.of(steps));
  }

  private static final Plan USUAL = plan(scripts(null, "6", SEVEN, VIEWS), alembic("ae09"));

  @Test
  void equalPlansHaveOneDigest() {
    var again =
        plan(
            scripts(
                null,
                "6",
                script("V7__orders.sql", "7", 12, true, "aa"),
                script("R__views.sql", null, -5, true, "bb")),
            alembic("ae09"));

    assertThat(again.digest()).isEqualTo(USUAL.digest()).matches("[0-9a-f]{64}");
  }

  static Stream<Plan> otherPlans() {
    var tool = alembic("ae09");
    return Stream.of(
        plan(scripts(null, "6", script("V7__other.sql", "7", 12, true, "aa"), VIEWS), tool),
        plan(scripts(null, "6", script("V7__orders.sql", "7", 13, true, "aa"), VIEWS), tool),
        plan(scripts(null, "6", script("V7__orders.sql", "7", 12, false, "aa"), VIEWS), tool),
        plan(scripts(null, "6", script("V7__orders.sql", "7", 12, true, "ab"), VIEWS), tool),
        plan(scripts(null, "6", VIEWS, SEVEN), tool),
        plan(scripts(null, "6", SEVEN), tool),
        plan(scripts(null, "4", SEVEN, VIEWS), tool),
        plan(scripts(null, null, SEVEN, VIEWS), tool),
        plan(scripts("6", null, SEVEN, VIEWS), tool),
        plan(scripts(null, "6", SEVEN, VIEWS), alembic("ae10")),
        plan(scripts(null, "6", SEVEN, VIEWS), alembic(null)),
        plan(
            scripts(null, "6", SEVEN, VIEWS),
            tool("tool@sha256:1b", List.of("alembic", "upgrade"), Map.of("name", "A"), "ae09")),
        plan(
            scripts(null, "6", SEVEN, VIEWS),
            tool("tool@sha256:1a", List.of("alembic upgrade"), Map.of("name", "A"), "ae09")),
        plan(
            scripts(null, "6", SEVEN, VIEWS),
            tool("tool@sha256:1a", List.of("alembic", "upgrade"), Map.of("name", "B"), "ae09")),
        new Plan(new Closing.Database("7382", "shop2"), USUAL.steps()),
        new Plan(new Closing.Database("7383", "shop"), USUAL.steps()));
  }

  @ParameterizedTest
  @MethodSource("otherPlans")
  void whateverIsDifferentChangesTheDigest(Plan other) {
    assertThat(other.digest()).isNotEqualTo(USUAL.digest());
  }

  @Test
  void orderOfAToolsVariablesIsNoDifference() {
    var one = tool("t", List.of("a"), Map.of("name", "A", "value", "1"), null);
    var same = new java.util.LinkedHashMap<String, Object>();
    same.put("value", "1");
    same.put("name", "A");
    assertThat(plan(tool("t", List.of("a"), same, null)).digest()).isEqualTo(plan(one).digest());
  }

  @Test
  void lastStepThatHasAVersionCounts() {
    assertThat(USUAL.from()).isEqualTo("ae09");
    assertThat(USUAL.to()).isEqualTo("ae10");
    assertThat(plan(scripts(null, "6", SEVEN, VIEWS)).to()).isEqualTo("7");
    assertThat(plan(scripts(null, "6", VIEWS)).to()).isEqualTo("6");
    assertThat(plan(scripts("3", null)).to()).isEqualTo("3");
    assertThat(plan(scripts(null, null)).to()).isNull();
  }

  @Test
  void reachedToolIsNotPending() {
    assertThat(plan(scripts(null, "7"), alembic("ae10")).tools()).isEmpty();
    assertThat(plan(scripts(null, "7"), alembic("ae10")).sentence())
        .isEqualTo("nothing is pending, schema ae10");
    assertThat(USUAL.sentence()).isEqualTo("2 scripts and 1 tool pending, from ae09 to ae10");
  }

  @Test
  void summaryNamesTheFirstAndCountsAll() {
    var many =
        IntStream.rangeClosed(1, 5000)
            .mapToObj(n -> script("V" + n + "__x.sql", "" + n, n, true, "" + n))
            .toArray(PlannedScript[]::new);
    var summary = plan(scripts(null, null, many)).summary();

    assertThat(summary.pending()).isEqualTo(5000);
    assertThat(summary.scripts()).hasSize(50);
    assertThat(summary.scripts().getFirst().file()).isEqualTo("V1__x.sql");
  }

  private static final Rehearsed SHOWN =
      new Rehearsed(
          31,
          2,
          4,
          new Longest("V7__orders.sql", 3, 20),
          List.of(
              new Lock("ACCESS EXCLUSIVE", "orders", "reads and writes", "V7__orders.sql", 3, 25)),
          List.of("orders"),
          List.of(new Left("V8__index.sql", "it runs outside a transaction")));

  @Test
  void tableForPeople() {
    var outside = script("V10__index.sql", "10", -2147483648, false, "cc");
    var plan = plan(scripts(null, "6", SEVEN, outside, VIEWS), alembic("ae10"));
    assertThat(new ToldPlan(plan, SHOWN).text())
        .isEqualTo(
            """
            Database shop, 3 scripts pending, from ae10 to ae10.

            Step 1, scripts: from 6 to 10
              7   V7__orders.sql  checksum          12
              10  V10__index.sql  checksum -2147483648  outside a transaction
              R   R__views.sql    checksum          -5

            Step 2, alembic upgrade: stays at ae10
              image tool@sha256:1a
              left out: version ae10 is reached already

            Rehearsed and rolled back: 2 scripts, 4 statements, 31 ms
              the longest statement is V7__orders.sql, line 3: 20 ms
              ACCESS EXCLUSIVE on orders, 25 ms: blocks reads and writes (V7__orders.sql, line 3)
              written anew: orders
              not rehearsed: V8__index.sql: it runs outside a transaction

            Digest %s
            """
                .formatted(plan.digest()));
  }

  @Test
  void jsonForPrograms() throws Exception {
    var json = new JsonMapper().readTree(new ToldPlan(USUAL, SHOWN).json());

    assertThat(json.get("digest").textValue()).isEqualTo(USUAL.digest());
    assertThat(json.at("/database/system").textValue()).isEqualTo("7382");
    assertThat(json.get("pending").intValue()).isEqualTo(2);
    assertThat(json.at("/steps/0/scripts/0/checksum").intValue()).isEqualTo(12);
    assertThat(json.at("/steps/0/scripts/1/repeatable").booleanValue()).isTrue();
    assertThat(json.at("/steps/1/image").textValue()).isEqualTo("tool@sha256:1a");
    assertThat(json.at("/steps/1/reached").booleanValue()).isFalse();
    assertThat(json.at("/rehearsed/locks/0/mode").textValue()).isEqualTo("ACCESS EXCLUSIVE");
    assertThat(json.at("/rehearsed/notRehearsed/0/subject").textValue()).isEqualTo("V8__index.sql");
  }
}
