package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Database;
import dev.drawbridge.api.Dependency;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.api.SpecDraft;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.PastRun;
import dev.drawbridge.api.status.Phase;
import dev.drawbridge.api.status.TakenBack;
import dev.drawbridge.api.status.Verified;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who stands on what a Rollback would take away. */
class DependantsTest {

  private static final Migration EXPANDED =
      migration("orders", status(verified("7", 20), past("6", "7", 20), past(null, "6", 10)));

  private static Migration migration(String name, MigrationStatus status, String... after) {
    var migration = new Migration();
    migration.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName(name).withUid(name).build());
    migration.setSpec(
        SpecDraft.of(new Database(new Database.SecretRef("orders-db", Map.of()), null, null))
            .dependsOn(Stream.of(after).map(one -> new Dependency(one, null)).toList())
            .spec());
    migration.setStatus(status);
    return migration;
  }

  private static Instant hour(int hour) {
    return Instant.parse("2026-11-21T00:00:00Z").plusSeconds(3600L * hour);
  }

  private static Verified verified(String version, int hour) {
    return new Verified(
        version, List.of(version), null, List.of(), null, null, "run-1", "digest", 1L, hour(hour));
  }

  private static PastRun past(@Nullable String from, String to, int hour) {
    var began = hour(hour).minusSeconds(60);
    return new PastRun(
        "run", "Verified", null, null, null, null, from, to, null, began, hour(hour));
  }

  private static MigrationStatus status(@Nullable Verified verified, PastRun... history) {
    return status(verified, null, history);
  }

  private static MigrationStatus status(
      @Nullable Verified verified, @Nullable TakenBack back, PastRun... history) {
    return new MigrationStatus(
        1L,
        null,
        List.of(),
        verified,
        back,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(history),
        List.of(),
        null);
  }

  private static List<String> undoing(String to, Migration... others) {
    var back =
        new RollbackSpec(
            "orders",
            "a try",
            new RollbackSpec.Undo(to),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    return Dependants.verifiedAfter(back, EXPANDED, List.of(others));
  }

  @Test
  void thoseVerifiedAfterTheChangeAreNamedInOrder() {
    var contract = migration("contract", status(verified("8", 22)), "orders");
    var billing = migration("billing", status(verified("3", 23)), "orders");

    assertThat(undoing("6", contract, billing, EXPANDED)).containsExactly("billing", "contract");
  }

  @Test
  void refusalNamesThemUnlessNothingIsTakenAway() {
    var contract = migration("contract", status(verified("8", 22)), "orders");
    var undo =
        new RollbackSpec(
            "orders",
            "a try",
            new RollbackSpec.Undo("6"),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    var disable =
        new RollbackSpec(
            "orders",
            "a try",
            null,
            null,
            null,
            new RollbackSpec.Disable(),
            null,
            null,
            null,
            List.of());

    assertThat(Dependants.sentence(undo, EXPANDED, List.of(contract)))
        .contains(
            "Of those that come after Migration orders by dependsOn, contract was verified after the change that would be taken back: take that back first.");
    assertThat(Dependants.sentence(disable, EXPANDED, List.of(contract))).isEmpty();
    assertThat(Dependants.sentence(undo, EXPANDED, List.of())).isEmpty();
  }

  @Test
  void whoWasVerifiedBeforeTheChangeStandsOnWhatStays() {
    var contract = migration("contract", status(verified("8", 15)), "orders");

    assertThat(undoing("6", contract)).isEmpty();
  }

  @Test
  void whoeverMayStandOnForgottenChangesIsNamed() {
    var contract = migration("contract", status(verified("8", 15)), "orders");

    assertThat(undoing("3", contract)).containsExactly("contract");
  }

  @Test
  void othersUnverifiedOnesAndThoseTakenBackAreNotNamed() {
    var other = migration("other", status(verified("8", 22)), "billing");
    var pending = migration("pending", status(null), "orders");
    var mark =
        new TakenBack(
                "back", "uid", "undo", "why", null, "8", "7", true, "digest", hour(23), null, null)
            .ended(Phase.ROLLED_BACK, null);
    var back = migration("back", status(verified("7", 22), mark), "orders");

    assertThat(undoing("6", other, pending, back)).isEmpty();
  }
}
