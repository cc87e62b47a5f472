package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue functions of the m10-recovery example, as several workers use them. */
class M10RecoveryOutboxIT {

  @AutoClose
  private static final MigratedDatabase DATABASE = MigratedDatabase.start("m10-recovery");

  @AutoClose private final Session one = DATABASE.connect();
  @AutoClose private final Session two = DATABASE.connect();

  @BeforeEach
  void empty() throws SQLException {
    one.execute(
        "TRUNCATE m10_recovery.outbox, m10_recovery.dead_letter_archive, m10_recovery.replay_log");
  }

  @Test
  void twoWorkersAtTheSameTimeGetDifferentEventsWithoutWaiting() throws SQLException {
    var first = publish();
    var second = publish();
    one.execute("BEGIN");
    assertThat(claim(one, "a", 1)).containsExactly(first);
    assertThat(claim(two, "b", 10)).containsExactly(second);
    one.execute("COMMIT");
    assertThat(claim(two, "b", 10)).as("everything is claimed").isEmpty();
  }

  @Test
  void eventsAreHandedOutInTheirOrder() throws SQLException {
    var first = publish();
    var second = publish();
    var third = publish();
    assertThat(claim(one, "a", 2)).containsExactly(first, second);
    assertThat(claim(one, "a", 2)).containsExactly(third);
  }

  @Test
  void completedEventIsNotHandedOutAgain() throws SQLException {
    var event = publish();
    claim(one, "a", 1);
    assertThat(complete(two, event, "b")).as("not b's event").isFalse();
    assertThat(complete(one, event, "a")).isTrue();
    assertThat(complete(one, event, "a")).as("done already").isFalse();
    endLeases();
    assertThat(claim(two, "b", 10)).isEmpty();
  }

  @Test
  void eventOfADeadWorkerIsHandedToAnother() throws SQLException {
    var event = publish();
    claim(one, "a", 1);
    endLeases();
    assertThat(claim(two, "b", 1)).containsExactly(event);
    assertThat(complete(one, event, "a")).as("a came back too late").isFalse();
    assertThat(complete(two, event, "b")).isTrue();
    assertThat(one.value("SELECT attempts FROM m10_recovery.outbox")).isEqualTo("2");
  }

  @Test
  void eventThatIsNotCommittedIsNotHandedOut() throws SQLException {
    one.execute("BEGIN");
    publish();
    assertThat(claim(two, "b", 10)).isEmpty();
    one.execute("ROLLBACK");
    assertThat(claim(two, "b", 10)).isEmpty();
  }

  @Test
  void sameIdempotencyKeyPublishesOnce() throws SQLException {
    var publish = "SELECT m10_recovery.publish_outbox('mail', '{}', 'order-7')";
    var event = one.value(publish);
    assertThat(two.value(publish)).isNotNull().isEqualTo(event);
    assertThat(one.value("SELECT count(*) FROM m10_recovery.outbox")).isEqualTo("1");
  }

  @Test
  void deadLetterLeavesTheOutboxAndIsReplayedOnce() throws SQLException {
    var event = publish();
    claim(one, "a", 1);
    var letter = archive(one, event, "a");
    assertThat(one.value("SELECT count(*) FROM m10_recovery.outbox")).isEqualTo("0");

    var replay = "SELECT m10_recovery.record_replay(" + letter + ", 'kim', 'address corrected')";
    assertThat(one.value(replay)).isNotNull().isEqualTo(two.value(replay));
    assertThat(
            one.column(
                "SELECT topic || ', by ' || replayed_by || ': ' || reason"
                    + " FROM m10_recovery.replay_log"
                    + " JOIN m10_recovery.outbox ON outbox.id = outbox_id"))
        .containsExactly("mail, by kim: address corrected");
    assertThat(claim(one, "a", 10)).hasSize(1);
  }

  @Test
  void eventOfAnotherWorkerCannotBeGivenUp() throws SQLException {
    var event = publish();
    claim(one, "a", 1);
    assertThat(archive(two, event, "b")).isNull();
    assertThat(one.value("SELECT count(*) FROM m10_recovery.outbox")).isEqualTo("1");
  }

  @Test
  void unknownDeadLetterIsNamed() {
    assertThatThrownBy(() -> one.execute("SELECT m10_recovery.record_replay(7, 'kim', 'why')"))
        .hasMessageContaining("there is no dead letter 7");
  }

  @Test
  void workersFindEventsByTheIndexOfWhatIsDue() throws SQLException {
    one.execute(
        "INSERT INTO m10_recovery.outbox (topic, payload, claimed_by, completed_at)"
            + " SELECT 'mail', '{}', 'a', now() FROM generate_series(1, 20000)");
    one.execute("ANALYZE m10_recovery.outbox");
    assertThat(
            one.column(
                "EXPLAIN SELECT id FROM m10_recovery.outbox WHERE completed_at IS NULL"
                    + " AND available_at <= now() ORDER BY available_at, id LIMIT 10"))
        .anySatisfy(line -> assertThat(line).contains("outbox_due"));
  }

  private void endLeases() throws SQLException {
    one.execute("UPDATE m10_recovery.outbox SET available_at = available_at - interval '1 day'");
  }

  private @Nullable String publish() throws SQLException {
    return one.value("SELECT m10_recovery.publish_outbox('mail', '{\"to\": \"kim\"}')");
  }

  private static List<@Nullable String> claim(Session session, String worker, int most)
      throws SQLException {
    return session.column(
        "SELECT id FROM m10_recovery.claim_outbox_events('%s', %d)".formatted(worker, most));
  }

  private static boolean complete(Session session, @Nullable String event, String worker)
      throws SQLException {
    return session.truth(
        "SELECT m10_recovery.complete_outbox_event(%s, '%s')".formatted(event, worker));
  }

  private static @Nullable String archive(Session session, @Nullable String event, String worker)
      throws SQLException {
    return session.value(
        "SELECT m10_recovery.archive_dead_letter(%s, '%s', 'no such address')"
            .formatted(event, worker));
  }
}
