package dev.drawbridge.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaVersionTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7, 0",
    "7, 7.0, 0",
    "7, 007, 0",
    "7, 7_0, 0",
    "0, 0.0, 0",
    "1.2, 1_2, 0",
    "1.2, 1.02, 0",
    "7, 8, -1",
    "10, 9, 1",
    "1.10, 1.9, 1",
    "1, 1.0.1, -1",
    "1.1, 1, 1",
    "20261121042700, 20261121042701, -1",
    "99999999999999999999999999, 100000000000000000000000000, -1",
  })
  void numbersAreOrdered(String one, String other, int expected) {
    var version = SchemaVersion.of(one);
    var otherVersion = SchemaVersion.of(other);

    assertThat(sign(version.order(otherVersion))).isEqualTo(expected);
    assertThat(sign(otherVersion.order(version))).isEqualTo(-expected);
    assertThat(version.isSameAs(otherVersion)).isEqualTo(expected == 0);
    assertThat(version.isAtMost(otherVersion)).isEqualTo(expected <= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "8c1f2e07a, 8c1f2e07a, true",
    "8c1f2e07a, 8C1F2E07A, false",
    "head, 7, false",
    "7., 7, false",
    ".7, 7, false",
    "7..1, 7.1, false",
    "v7, 7, false",
    "-7, 7, false",
    "' 7', 7, false",
  })
  void othersAreOnlyEqualAsTexts(String one, String other, boolean expected) {
    var version = SchemaVersion.of(one);

    assertThat(version.isSameAs(SchemaVersion.of(other))).isEqualTo(expected);
    assertThat(SchemaVersion.of(other).isSameAs(version)).isEqualTo(expected);
    assertThat(version.order(SchemaVersion.of(other))).isEmpty();
    assertThat(version.isAtMost(SchemaVersion.of(other))).isFalse();
  }

  private static int sign(OptionalInt order) {
    return Integer.signum(order.orElseThrow());
  }
}
