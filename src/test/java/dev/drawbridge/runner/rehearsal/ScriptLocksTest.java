package dev.drawbridge.runner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.report.PlanSummary.Lock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of all locks of a script, those that are told. */
class ScriptLocksTest {

  private final ScriptLocks locks = new ScriptLocks();

  private static SeenLock lock(long relation, String name, LockMode mode) {
    return new SeenLock(relation, name, mode, relation);
  }

  @Test
  void strongestOfEachTableIsToldSinceItWasTaken() {
    locks.add(List.of(lock(1, "orders", LockMode.ROW_EXCLUSIVE)), 1, 0);
    locks.add(List.of(lock(2, "items", LockMode.SHARE)), 4, 30);
    locks.add(List.of(lock(1, "orders", LockMode.ACCESS_EXCLUSIVE)), 7, 100);
    locks.add(List.of(lock(1, "orders", LockMode.ACCESS_SHARE)), 9, 110);

    assertThat(locks.list("V1__a.sql", 120))
        .containsExactly(
            new Lock("ACCESS EXCLUSIVE", "orders", "reads and writes", "V1__a.sql", 7, 20),
            new Lock("SHARE", "items", "writes", "V1__a.sql", 4, 90));
    assertThat(locks.describe(120))
        .isEqualTo(
            "ACCESS EXCLUSIVE on orders from line 7 on, 20 ms: blocks reads and writes; SHARE on items from line 4 on, 90 ms: blocks writes");
  }

  @Test
  void manyAreCounted() {
    for (var table = 0; table < 10; table++) {
      locks.add(List.of(lock(table, "t" + table, LockMode.SHARE)), 1, 0);
    }
    assertThat(locks.describe(1)).endsWith("; and 7 more");
  }

  @Test
  void weakOnesAreNotWorthNaming() {
    locks.add(List.of(lock(1, "orders", LockMode.ROW_EXCLUSIVE)), 1, 0);
    assertThat(locks.describe(1)).isEqualTo("no lock that blocks reads or writes");
    assertThat(locks.blockOthers()).isFalse();
  }
}
