package dev.drawbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitTest {

  @ParameterizedTest
  @EnumSource
  void codeAndWordLeadBackToTheExit(Exit exit) {
    assertThat(Exit.ofCode(exit.code())).contains(exit);
    assertThat(Exit.ofWord(exit.word())).isEqualTo(exit);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 126, 127, 128, 130, 137, 143, 255, -1})
  void codesOfShellsAndSignalsAreNoExit(int code) {
    assertThat(Exit.ofCode(code)).isEmpty();
  }

  @Test
  void onlyAnUnreachableDatabaseIsTriedAgain() {
    assertThat(Arrays.stream(Exit.values()).filter(Exit::mayBeRetried))
        .containsExactly(Exit.UNREACHABLE);
  }
}
