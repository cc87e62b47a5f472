package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

  @ParameterizedTest
  @CsvSource({"1, 36, 1.36", "1, 30+, 1.30", "1, 31-gke.200, 1.31"})
  void versionIsReadAsProvidersWriteIt(String major, String minor, String expected) {
    assertThat(ServerVersion.of(info(major, minor)))
        .hasToString("Optional[%s]".formatted(expected));
  }

  @Test
  void whatIsNoVersionIsNone() {
    assertThat(ServerVersion.of(info("", ""))).isEmpty();
  }

  private static VersionInfo info(String major, String minor) {
    return new VersionInfo.Builder().withMajor(major).withMinor(minor).build();
  }
}
