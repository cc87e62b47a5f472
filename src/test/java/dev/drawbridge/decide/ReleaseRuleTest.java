package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.decide.Ruling.Closed;
import dev.drawbridge.decide.Ruling.Open;
import dev.drawbridge.decide.Ruling.Why;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseRuleTest {

  private static final Ask NOTHING = new Ask.Nothing();

  /** The first run found versions 5 (baseline), 6 and 7, and was of release 4f2c1e9. */
  private static final String VERIFIED =
      """
      verified:
        version: "7"
        applied: ["6", "7"]
        floor: "5"
        releases: ["4f2c1e9", "1b00a4d"]
        run: 11111111
        generation: 1
      """;

  private static final String RUN_VERIFIED = "run: {id: 11111111, outcome: Verified}\n";
  private static final String RUN_UNDER_WAY = "run: {id: 22222222, step: verify}\n";
  private static final String RUN_FAILED =
      "run: {id: 22222222, step: flyway, outcome: Failed, reason: ScriptFailed}\n";

  @ParameterizedTest
  @CsvSource({
    "7, open",
    "7.0, open",
    "007, open",
    "7_0, open",
    "6, open",
    "5, open",
    "4.9, open",
    "1, open",
    "8, 'needs schema 8 of Migration orders; verified is 7'",
    "6.5, 'needs schema 6.5 of Migration orders; verified is 7, but 6.5 was not applied'",
    "v7, 'needs schema v7 of Migration orders; verified is 7'",
  })
  void schemaMustHaveBeenFoundAppliedOrLieAtTheFloor(String version, String expected) {
    var ruling = judge(new Ask.Schema(version), 1, "", VERIFIED + RUN_VERIFIED);

    assertThat(words(ruling)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"digest-of-run, true", "digest-of-other-scripts, false"})
  void templateThatAsksForNothingStandsOnTheScriptsAsTheyAreNow(String digest, boolean expected) {
    var migration = new Migration();
    migration.setStatus(
        Serialization.unmarshal(
            "verified: {run: 11111111, inputs: digest-of-run}", MigrationStatus.class));
    var now = new Inputs.Ready(digest, Map.of());

    assertThat(ReleaseRule.standsOnTheseInputs(new Need("orders", NOTHING), migration, now))
        .isEqualTo(expected);
    assertThat(
            ReleaseRule.standsOnTheseInputs(
                new Need("orders", new Ask.Schema("7")), migration, now))
        .as("what is asked for by name is looked up by name")
        .isTrue();
  }

  @Test
  void withoutFloorOnlyWhatIsListedIsApplied() {
    var status = "verified: {version: '7', applied: ['6', '7'], run: 11111111}";

    assertThat(judge(new Ask.Schema("6"), 1, "", status)).isEqualTo(new Open());
    assertThat(words(judge(new Ask.Schema("5"), 1, "", status)))
        .isEqualTo("needs schema 5 of Migration orders; verified is 7, but 5 was not applied");
  }

  @Test
  void versionsWithoutOrderMustBeEqual() {
    var status = "verified: {version: 9f3a, applied: [77aa, 9f3a], floor: 0c11, run: 11111111}";

    assertThat(judge(new Ask.Schema("77aa"), 1, "", status)).isEqualTo(new Open());
    assertThat(judge(new Ask.Schema("0c11"), 1, "", status)).isEqualTo(new Open());
    assertThat(words(judge(new Ask.Schema("0"), 1, "", status)))
        .isEqualTo("needs schema 0 of Migration orders; verified is 9f3a");
  }

  @ParameterizedTest
  @CsvSource({
    "4f2c1e9, open",
    "1b00a4d, open",
    "4f2c1e, 'needs release 4f2c1e of Migration orders; verified is release 4f2c1e9'",
  })
  void releaseMustHaveBeenVerified(String release, String expected) {
    var ruling = judge(new Ask.Release(release), 1, "", VERIFIED + RUN_VERIFIED);

    assertThat(words(ruling)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 4f2c1e9, open",
    "8, 4f2c1e9, 'needs schema 8 and release 4f2c1e9 of Migration orders; verified is 7, verified"
        + " is release 4f2c1e9'",
    "7, 9a81b03, 'needs schema 7 and release 9a81b03 of Migration orders; verified is 7, verified"
        + " is release 4f2c1e9'",
  })
  void bothMustHoldWhereBothAreAsked(String version, String release, String expected) {
    var ask = new Ask.Both(new Ask.Schema(version), new Ask.Release(release));

    assertThat(words(judge(ask, 1, "", VERIFIED + RUN_VERIFIED))).isEqualTo(expected);
  }

  @Test
  void runUnderWayOrFailedClosesNothingThatIsVerified() {
    for (var run : new String[] {RUN_VERIFIED, RUN_UNDER_WAY, RUN_FAILED, ""}) {
      assertThat(judge(new Ask.Schema("7"), 2, "", VERIFIED + run)).isEqualTo(new Open());
      assertThat(judge(new Ask.Release("4f2c1e9"), 2, "", VERIFIED + run)).isEqualTo(new Open());
    }
  }

  @Test
  void whoAsksForNothingNeedsWhatIsWrittenNow() {
    assertThat(judge(NOTHING, 1, "", VERIFIED + RUN_VERIFIED)).isEqualTo(new Open());

    assertThat(words(judge(NOTHING, 2, "", VERIFIED + RUN_VERIFIED)))
        .isEqualTo("needs Migration orders as it is written now; verified is what it said before");
    assertThat(words(judge(NOTHING, 1, "", VERIFIED + RUN_UNDER_WAY)))
        .isEqualTo(
            "needs Migration orders as it is written now; verified is what it said before; run"
                + " 22222222 is at verify");
    assertThat(words(judge(NOTHING, 1, "", VERIFIED + RUN_FAILED)))
        .isEqualTo(
            "needs Migration orders as it is written now; verified is what it said before; run"
                + " 22222222 failed: ScriptFailed");
    assertThat(judge(NOTHING, 1, "", VERIFIED).isOpen()).isFalse();
    assertThat(judge(NOTHING, 1, "", VERIFIED + "run: {id: 11111111, outcome: Failed}").isOpen())
        .isFalse();
    assertThat(judge(NOTHING, 1, "", "verified: {run: 11111111}\n" + RUN_VERIFIED).isOpen())
        .isFalse();
  }

  @Test
  void nothingIsOpenBeforeAnythingIsVerified() {
    assertThat(words(judge(new Ask.Schema("22"), 1, "", "{}")))
        .isEqualTo("needs schema 22 of Migration orders; nothing is verified yet");
    assertThat(words(judge(new Ask.Release("4f2c1e9"), 1, "", "run: {id: 22222222}")))
        .isEqualTo(
            "needs release 4f2c1e9 of Migration orders; nothing is verified yet; run 22222222 has"
                + " begun");
    assertThat(words(judge(NOTHING, 1, "", RUN_VERIFIED)))
        .isEqualTo("needs Migration orders as it is written now; nothing is verified yet");
    assertThat(words(judge(new Ask.Schema("7"), 1, "", "verified: {run: 11111111}")))
        .isEqualTo("needs schema 7 of Migration orders; no schema version is verified yet");
    assertThat(words(judge(new Ask.Release("7"), 1, "", "verified: {run: 11111111}")))
        .isEqualTo("needs release 7 of Migration orders; no release is verified yet");
  }

  @Test
  void migrationWithoutStatusIsClosed() {
    var migration = migration(1, "", "{}");
    migration.setStatus(null);

    var ruling = ReleaseRule.judge(new Need("orders", NOTHING), "shop", Optional.of(migration));

    assertThat(ruling.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7, open",
    "7, 7.0, open",
    "7, 6, open",
    "6, 7, 'needs schema 6 of Migration orders, which is applied, but minimumAppSchema there is 7'",
    "4, 5, 'needs schema 4 of Migration orders, which is applied, but minimumAppSchema there is 5'",
    // 8 is not verified yet, so the applications of 7 are the ones that must be able to run
    "7, 8, open",
    "8, 8, 'needs schema 8 of Migration orders; verified is 7'",
  })
  void lowerThanTheMinimumIsNotLetThroughOnceItIsReached(
      String version, String minimum, String expected) {
    var ruling = judge(new Ask.Schema(version), 1, "minimumAppSchema: '" + minimum + "'", VERIFIED);

    assertThat(words(ruling)).isEqualTo(expected);
  }

  @Test
  void minimumHoldsForSchemasOnly() {
    var minimum = "minimumAppSchema: '7'";
    var both = new Ask.Both(new Ask.Schema("6"), new Ask.Release("1b00a4d"));

    assertThat(judge(new Ask.Release("1b00a4d"), 1, minimum, VERIFIED)).isEqualTo(new Open());
    assertThat(judge(NOTHING, 1, minimum, VERIFIED + RUN_VERIFIED)).isEqualTo(new Open());
    assertThat(why(judge(both, 1, minimum, VERIFIED))).contains(Why.BELOW_MINIMUM);
  }

  @Test
  void minimumClosesWhereItCannotBeCompared() {
    var status = "verified: {version: 9f3a, applied: [77aa, 9f3a], run: 11111111}";

    assertThat(why(judge(new Ask.Schema("77aa"), 1, "minimumAppSchema: '7'", status)))
        .contains(Why.BELOW_MINIMUM);
  }

  @Test
  void missingMigrationIsClosed() {
    var need = new Need("orders", new Ask.Schema("7"));

    assertThat(ReleaseRule.judge(need, "shop", Optional.empty()))
        .isEqualTo(
            new Closed(
                Why.MIGRATION_MISSING,
                "needs Migration orders, which does not exist in namespace shop"));
  }

  @Test
  void migrationBeingDeletedIsClosed() {
    var migration = migration(1, "", VERIFIED + RUN_VERIFIED);
    migration.getMetadata().setDeletionTimestamp("2026-11-21T00:00:00Z");

    assertThat(
            ReleaseRule.judge(
                new Need("orders", new Ask.Schema("7")), "shop", Optional.of(migration)))
        .isEqualTo(
            new Closed(
                Why.MIGRATION_BEING_DELETED,
                "needs schema 7 of Migration orders, which is being deleted"));
  }

  private static Ruling judge(Ask ask, long generation, String spec, String status) {
    return ReleaseRule.judge(
        new Need("orders", ask), "shop", Optional.of(migration(generation, spec, status)));
  }

  private static Migration migration(long generation, String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: drawbridge.dev/v1alpha1
        kind: Migration
        metadata: {name: orders, namespace: shop, generation: %d}
        spec:
          database: {secretRef: {name: orders-db}}
          %s
        status:
        %s
        """
            .formatted(generation, spec, status.indent(2)),
        Migration.class);
  }

  private static String words(Ruling ruling) {
    return switch (ruling) {
      case Open() -> "open";
      case Closed(_, var sentence) -> sentence;
    };
  }

  private static Optional<Why> why(Ruling ruling) {
    return switch (ruling) {
      case Open() -> Optional.empty();
      case Closed(var why, _) -> Optional.of(why);
    };
  }
}
