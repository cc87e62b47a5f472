package dev.drawbridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  private static final Map<String, String> LEAST =
      Map.of(
          Configuration.RUNNER_IMAGE, "example.com/drawbridge:1",
          Configuration.POD_NAME, "drawbridge-0",
          Configuration.POD_NAMESPACE, "drawbridge");

  @Test
  void whatIsNotSetHasItsDefault() {
    assertThat(Configuration.of(LEAST))
        .isEqualTo(
            new Configuration(
                "example.com/drawbridge:1",
                "IfNotPresent",
                Set.of(),
                8080,
                true,
                8,
                false,
                "drawbridge-0",
                "drawbridge",
                Optional.empty()));
  }

  @Test
  void webhookIsServedWhereItHasCertificates() {
    assertThat(with(Configuration.WEBHOOK_CERTIFICATES, "/certificates").webhook())
        .contains(new Configuration.Serving(9443, Path.of("/certificates")));
  }

  @Test
  void webhookNeedsCertificates() {
    assertThatThrownBy(() -> with(Configuration.WEBHOOK_PORT, "9443"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DRAWBRIDGE_WEBHOOK_CERTIFICATES is not");
  }

  @Test
  void namespacesAreSplitAtCommas() {
    assertThat(with(Configuration.NAMESPACES, " a, b ,,").namespaces()).isEqualTo(Set.of("a", "b"));
  }

  @Test
  void allProblemsAreReportedTogether() {
    var environment =
        Map.of(
            Configuration.PORT, "70000",
            Configuration.LEADER_ELECTION, "maybe",
            Configuration.RUNS_AT_ONCE, "0",
            Configuration.PULL_POLICY, "Sometimes",
            Configuration.WEBHOOK_PORT, "https",
            Configuration.WEBHOOK_CERTIFICATES, "certificates");

    assertThatThrownBy(() -> Configuration.of(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            Configuration.RUNNER_IMAGE + " is not set",
            Configuration.POD_NAME + " is not set",
            Configuration.POD_NAMESPACE + " is not set",
            "70000, and must be a number from 0 to 65535",
            "maybe, and must be true or false",
            "0, and must be a number from 1 to 1000",
            "Sometimes, and must be one of Always, IfNotPresent and Never",
            "https, and must be a number from 0 to 65535",
            "certificates, and must be an absolute path");
  }

  private static Configuration with(String name, String value) {
    var environment = new HashMap<>(LEAST);
    environment.put(name, value);
    return Configuration.of(environment);
  }
}
