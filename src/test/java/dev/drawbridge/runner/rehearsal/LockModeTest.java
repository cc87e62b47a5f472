package dev.drawbridge.runner.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each mode of a lock is called, and whom it keeps waiting. */
class LockModeTest {

  @ParameterizedTest
  @CsvSource({
    "AccessShareLock, ACCESS SHARE, false",
    "RowShareLock, ROW SHARE, false",
    "RowExclusiveLock, ROW EXCLUSIVE, false",
    "ShareUpdateExclusiveLock, SHARE UPDATE EXCLUSIVE, false",
    "ShareLock, SHARE, true",
    "ShareRowExclusiveLock, SHARE ROW EXCLUSIVE, true",
    "ExclusiveLock, EXCLUSIVE, true",
    "AccessExclusiveLock, ACCESS EXCLUSIVE, true"
  })
  void modesHaveTheManualsNames(String inCatalog, String words, boolean blocksOthers) {
    assertThat(LockMode.of(inCatalog).words()).isEqualTo(words);
    assertThat(LockMode.of(inCatalog).blocksOthers()).isEqualTo(blocksOthers);
  }

  @Test
  void wordsSayWhoWaits() {
    assertThat(LockMode.ACCESS_EXCLUSIVE.blocks()).isEqualTo("reads and writes");
    assertThat(LockMode.SHARE.blocks()).isEqualTo("writes");
    assertThat(LockMode.ROW_EXCLUSIVE.blocks()).contains("neither reads nor writes");
  }

  @Test
  void otherWordIsRefused() {
    assertThatThrownBy(() -> LockMode.of("SIReadLock")).hasMessageContaining("SIReadLock");
  }
}
