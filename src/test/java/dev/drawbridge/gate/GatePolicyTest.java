package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What must be the same in two of the policies, because Kubernetes has no way to say it once. */
class GatePolicyTest {

  private static final String FIRST = "  # What is stored, and what is asked for.";

  @Test
  void guardExpectsWhatTheHoldPolicyMakes() throws IOException {
    assertThat(between("guard-policy.yaml", "  - name: words"))
        .isNotEmpty()
        .isEqualTo(between("hold-policy.yaml", "  mutations:"));
  }

  private static String between(String file, String end) throws IOException {
    var text = Files.readString(Path.of("src/main/manifests", file));
    return text.substring(text.indexOf(FIRST), text.indexOf(end));
  }
}
