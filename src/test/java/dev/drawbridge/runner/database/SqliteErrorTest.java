package dev.drawbridge.runner.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.runner.process.Place;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteErrorTest {

  private static String advice() {
    return ServerError.of(new SQLiteException("denied", SQLiteErrorCode.SQLITE_PERM))
        .adviceOfRight();
  }

  @Test
  void atATerminalNobodyIsSentToAPod() {
    assertThat(Place.TERMINAL.during(SqliteErrorTest::advice))
        .isEqualTo("Let the user who gives the command write to the file and to its folder");
  }
}
