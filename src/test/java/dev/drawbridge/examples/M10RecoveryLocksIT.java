package dev.drawbridge.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lock functions of the m10-recovery example, as several clients use them. */
class M10RecoveryLocksIT {

  @AutoClose
  private static final MigratedDatabase DATABASE = MigratedDatabase.start("m10-recovery");

  @AutoClose private final Session one = DATABASE.connect();
  @AutoClose private final Session two = DATABASE.connect();

  @BeforeEach
  void empty() throws SQLException {
    one.execute("TRUNCATE m10_recovery.distributed_locks");
  }

  @Test
  void lockBelongsToOneOwnerUntilItIsReleased() throws SQLException {
    assertThat(acquire(one, "nightly", "a")).isTrue();
    assertThat(acquire(two, "nightly", "b")).isFalse();
    assertThat(acquire(two, "weekly", "b")).isTrue();
    assertThat(release(two, "nightly", "b")).isFalse();
    assertThat(release(one, "nightly", "a")).isTrue();
    assertThat(acquire(two, "nightly", "b")).isTrue();
  }

  @Test
  void ownerMayAskAgain() throws SQLException {
    assertThat(acquire(one, "nightly", "a")).isTrue();
    assertThat(acquire(two, "nightly", "a")).isTrue();
  }

  @Test
  void ofTwoWhoAskAtTheSameTimeOneWaitsForTheOther() throws SQLException {
    one.execute("BEGIN");
    acquire(one, "nightly", "a");
    assertThatThrownBy(() -> acquire(two, "nightly", "b")).hasMessageContaining("lock timeout");
    one.execute("ROLLBACK");
    assertThat(acquire(two, "nightly", "b")).isTrue();
  }

  @Test
  void expiredLockIsLostToWhoeverAsksNext() throws SQLException {
    acquire(one, "nightly", "a");
    expireAll();
    assertThat(extend(one, "nightly", "a")).as("nobody has taken it, yet it is gone").isFalse();
    assertThat(acquire(two, "nightly", "b")).isTrue();
    assertThat(extend(one, "nightly", "a")).isFalse();
    assertThat(release(one, "nightly", "a")).isFalse();
    assertThat(extend(two, "nightly", "b")).isTrue();
  }

  @Test
  void releaseTellsTheOwnerThatTheLockHadExpired() throws SQLException {
    acquire(one, "nightly", "a");
    expireAll();
    assertThat(release(one, "nightly", "a")).isFalse();
  }

  @Test
  void extendingMovesTheExpiry() throws SQLException {
    acquire(one, "nightly", "a");
    extend(one, "nightly", "a");
    assertThat(
            one.value(
                "SELECT expires_at > now() + interval '50 minutes'"
                    + " FROM m10_recovery.distributed_locks"))
        .isEqualTo("t");
  }

  @Test
  void cleaningUpRemovesExpiredLocksOnly() throws SQLException {
    acquire(one, "old", "a");
    expireAll();
    acquire(one, "new", "a");
    assertThat(one.value("SELECT m10_recovery.cleanup_expired_locks()")).isEqualTo("1");
    assertThat(one.column("SELECT name FROM m10_recovery.distributed_locks"))
        .containsExactly("new");
  }

  @Test
  void lockThatWouldNotLastIsRefused() {
    assertThatThrownBy(
            () -> one.execute("SELECT m10_recovery.acquire_lock('nightly', 'a', interval '0')"))
        .hasMessageContaining("distributed_locks_last");
  }

  @Test
  void tableOfTheSameNameInTheCallersSearchPathIsNotTaken() throws SQLException {
    one.execute("CREATE TEMPORARY TABLE distributed_locks (name text)");
    assertThat(acquire(one, "nightly", "a")).isTrue();
    assertThat(one.value("SELECT count(*) FROM pg_temp.distributed_locks")).isEqualTo("0");
    assertThat(one.value("SELECT count(*) FROM m10_recovery.distributed_locks")).isEqualTo("1");
  }

  private void expireAll() throws SQLException {
    one.execute(
        "UPDATE m10_recovery.distributed_locks SET acquired_at = acquired_at - interval '2 days',"
            + " expires_at = expires_at - interval '1 day'");
  }

  private static boolean acquire(Session session, String lock, String owner) throws SQLException {
    return session.truth(
        "SELECT m10_recovery.acquire_lock('%s', '%s', interval '1 minute')".formatted(lock, owner));
  }

  private static boolean extend(Session session, String lock, String owner) throws SQLException {
    return session.truth(
        "SELECT m10_recovery.extend_lock('%s', '%s', interval '1 hour')".formatted(lock, owner));
  }

  private static boolean release(Session session, String lock, String owner) throws SQLException {
    return session.truth("SELECT m10_recovery.release_lock('%s', '%s')".formatted(lock, owner));
  }
}
