package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.Migration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods are reported, and which signs are worth asking the API server. */
class LeakRulesTest {

  private static final DeploymentView DEPLOYMENT =
      new DeploymentView(
          "Deployment",
          "shop",
          "api",
          "uid",
          new Need("orders", new Ask.Schema("7")),
          Optional.of("true"),
          Optional.empty());

  enum Proof {
    MISSING,
    FAILED,
    VERIFIED,
    BEING_DELETED,
    OTHER_DATABASE,
    MINIMUM_7;

    Optional<Migration> migration() {
      return switch (this) {
        case MISSING -> Optional.empty();
        case FAILED -> of(Snapshots.aFailedRun());
        case VERIFIED -> of(Snapshots.aVerifiedRun());
        case BEING_DELETED -> of(Snapshots.aVerifiedRun().beingDeleted());
        case OTHER_DATABASE -> {
          var other = Snapshots.aVerifiedRun().secret("other-db");
          yield of(other.with(other.decide()));
        }
        case MINIMUM_7 -> of(Snapshots.aVerifiedRun().spec(draft -> draft.minimumAppSchema("7")));
      };
    }

    private static Optional<Migration> of(Snapshots snapshots) {
      return Optional.of(snapshots.look().migration());
    }
  }

  /** Of what asks for a schema; verified are 6 and 7, where anything is. */
  @ParameterizedTest
  @CsvSource({
    // proof, schema, pods, released, leak
    "VERIFIED,       7, 2, '',         false",
    "VERIFIED,       6, 2, '',         false",
    "VERIFIED,       8, 2, '',         true",
    "VERIFIED,       8, 0, '',         false",
    "VERIFIED,       8, 2, 'schema 7', true",
    "VERIFIED,       8, 2, 'schema 8', false",
    "VERIFIED,       8, 2, 'schema',   true",
    "MISSING,        7, 2, '',         true",
    "MISSING,        7, 2, 'schema 7', false",
    "BEING_DELETED,  7, 2, '',         true",
    "BEING_DELETED,  7, 2, 'schema 7', false",
    "FAILED,         7, 2, '',         true",
    "FAILED,         7, 2, 'schema 7', false",
    "OTHER_DATABASE, 7, 2, '',         true",
    "OTHER_DATABASE, 7, 2, 'schema 7', false",
    "MINIMUM_7,      6, 2, '',         false",
  })
  void podsThatWereNotLetGoAreALeak(
      Proof proof, String schema, int pods, String released, boolean isLeak) {
    var template =
        new RunningTemplate("api-1", "set", pods, new Ask.Schema(schema), Optional.of(released));

    assertThat(LeakRules.leaks(DEPLOYMENT, List.of(template), proof.migration()))
        .hasSize(isLeak ? 1 : 0);
  }

  @Test
  void leakNamesTheReplicaSetAndWhatItNeeds() {
    var leaks = leaks(template("set", "8"));

    assertThat(leaks)
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak.warning()).isTrue();
          assertThat(leak.reason()).isEqualTo("GateLeak");
          assertThat(leak.message())
              .contains("ReplicaSet api-1", "needs schema 8 of Migration orders; verified is 7");
        });
  }

  @Test
  void leakIsToldOnceForEachReplicaSet() {
    var fewer = new RunningTemplate("api-1", "set", 1, new Ask.Schema("8"), Optional.empty());

    assertThat(leaks(fewer)).isEqualTo(leaks(template("set", "8")));
    assertThat(leaks(template("other", "8")).getFirst().key())
        .isNotEqualTo(leaks(template("set", "8")).getFirst().key());
  }

  @Test
  void templateThatAsksForNothingIsALeakOnlyBeforeItsFirstRelease() {
    var never = new RunningTemplate("api-1", "set", 1, new Ask.Nothing(), Optional.empty());
    var once = new RunningTemplate("api-1", "set", 1, new Ask.Nothing(), Optional.of("nothing"));

    assertThat(LeakRules.leaks(DEPLOYMENT, List.of(never), Proof.FAILED.migration())).hasSize(1);
    assertThat(LeakRules.leaks(DEPLOYMENT, List.of(once), Proof.FAILED.migration())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // proof, pods, of this template, status is current, signs
    "VERIFIED, 2, 2, true,  false",
    "VERIFIED, 2, 2, false, true",
    "VERIFIED, 3, 2, true,  true",
    "VERIFIED, 2, 0, true,  true",
    "VERIFIED, 0, 0, true,  false",
    "MISSING,  2, 2, true,  true",
    "FAILED,   2, 2, true,  true",
    "FAILED,   0, 0, false, false",
  })
  void replicaSetsAreAskedOnlyIfPodsMayBeOfAnotherTemplate(
      Proof proof, int pods, int ofThisTemplate, boolean current, boolean signs) {
    var counts = new PodCounts(pods, ofThisTemplate, current);

    var snapshot =
        new GateSnapshot(
            DEPLOYMENT,
            Optional.empty(),
            new HoldStart(Instant.EPOCH, 1),
            proof.migration(),
            Instant.EPOCH);

    assertThat(LeakSigns.of(snapshot, counts).areThere()).isEqualTo(signs);
  }

  private static List<Announcement> leaks(RunningTemplate template) {
    return LeakRules.leaks(DEPLOYMENT, List.of(template), Proof.VERIFIED.migration());
  }

  private static RunningTemplate template(String uid, String schema) {
    return new RunningTemplate("api-1", uid, 3, new Ask.Schema(schema), Optional.empty());
  }
}
