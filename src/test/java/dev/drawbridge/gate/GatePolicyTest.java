package dev.drawbridge.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must be the same in two of the policies, because Kubernetes has no way to say it once. */
class GatePolicyTest {

  private static final Path MANIFESTS = Path.of("src/main/manifests");
  private static final String FIRST = "  # What is stored, and what is asked for.";

  @Test
  void guardExpectsWhatTheHoldPolicyMakes() throws IOException {
    assertThat(between("guard-policy.yaml", "  - name: words"))
        .isNotEmpty()
        .isEqualTo(between("hold-policy.yaml", "  mutations:"));
  }

  /** A variable of the same name has the same expression; each may have more than the other. */
  @ParameterizedTest
  @CsvSource({
    "drawbridge-pods, drawbridge-guard-pods",
    "drawbridge-owners, drawbridge-guard-owners",
    "drawbridge-pods-of-statefulsets, drawbridge-pods-of-daemonsets",
    "drawbridge-pods-of-statefulsets, drawbridge-pods-of-jobs",
  })
  void policiesForPodsMeanTheSameByTheSameName(String one, String other) throws IOException {
    var first = variables(one);
    var second = variables(other);
    first.keySet().retainAll(second.keySet());
    second.keySet().retainAll(first.keySet());

    assertThat(first).hasSizeGreaterThan(3).isEqualTo(second);
  }

  private static Map<String, String> variables(String policy) throws IOException {
    var variables = new TreeMap<String, String>();
    for (var file : List.of("pods-policy.yaml", "pods-guard-policy.yaml")) {
      documents(file)
          .filter(document -> document.contains("  name: " + policy + "\n"))
          .forEach(document -> read(document, variables));
    }
    return variables;
  }

  private static Stream<String> documents(String file) throws IOException {
    return Stream.of(Files.readString(MANIFESTS.resolve(file)).split("(?m)^---$"));
  }

  private static void read(String document, Map<String, String> into) {
    var policy = Serialization.unmarshal(document, GenericKubernetesResource.class);
    List<Map<String, String>> variables = policy.get("spec", "variables");
    if (variables != null) {
      variables.forEach(
          one -> into.put(one.get("name"), String.valueOf(one.get("expression")).strip()));
    }
  }

  private static String between(String file, String end) throws IOException {
    var text = Files.readString(MANIFESTS.resolve(file));
    return text.substring(text.indexOf(FIRST), text.indexOf(end));
  }
}
