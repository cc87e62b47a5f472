package dev.drawbridge.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drawbridge.api.MigrationSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example for GitOps tools fits together. That it runs is shown elsewhere. */
class GitOpsExampleTest {

  private static final Path EXAMPLE = Path.of("manifests", "examples", "gitops");
  private static final Pattern BETWEEN = Pattern.compile("(?m)^---\n");
  private static final String RELEASE = "/metadata/annotations/drawbridge.dev~1release";
  private static final String WAVE = "/metadata/annotations/argocd.argoproj.io~1sync-wave";

  private static JsonNode only(String file, String kind) {
    return documents(file).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .reduce((one, other) -> {
          throw new AssertionError("two of kind " + kind);
        })
        .orElseThrow();
  }

  private static List<JsonNode> documents(String file) {
    return BETWEEN
        .splitAsStream(Monitoring.read(EXAMPLE.resolve(file)))
        .map(text -> Serialization.unmarshal(text, JsonNode.class))
        .toList();
  }

  private static JsonNode app(String kind) {
    return only("app/orders.yaml", kind);
  }

  @Test
  void scriptsMigrationAndPodsAreOfOneRelease() {
    var release = app("Migration").at("/spec/release").asText();

    assertThat(release).isNotEmpty();
    assertThat(app("ConfigMap").at(RELEASE).asText()).isEqualTo(release);
    assertThat(app("Deployment").at("/spec/template" + RELEASE).asText()).isEqualTo(release);
  }

  @Test
  void migrationComesAfterItsScriptsAndBeforeItsDeployment() {
    assertThat(List.of(wave("ConfigMap"), wave("Migration"), wave("Deployment")))
        .containsExactly(-1, 0, 1);
  }

  private static int wave(String kind) {
    return Integer.parseInt(app(kind).at(WAVE).asText());
  }

  @Test
  void applicationReplacesNothingAndHealsByItself() {
    var policy = only("argo-cd.yaml", "Application").at("/spec/syncPolicy");

    assertThat(policy.path("syncOptions").valueStream().map(JsonNode::asText))
        .contains("ServerSideApply=true")
        .noneMatch(option -> option.startsWith("Replace"));
    assertThat(policy.at("/automated/selfHeal").asBoolean()).isTrue();
    assertThat(policy.at("/automated/prune").asBoolean()).isTrue();
  }

  @Test
  void fluxWaitsLongerThanARunMayTake() {
    var kustomization = only("flux.yaml", "Kustomization").path("spec");
    var spec =
        Serialization.unmarshal(app("Migration").path("spec").toString(), MigrationSpec.class);

    assertThat(kustomization.path("wait").asBoolean()).isTrue();
    assertThat(Duration.parse("PT" + kustomization.path("timeout").asText()))
        .isGreaterThan(spec.limits().deadlineOrDefault());
    assertThat(kustomization.at("/sourceRef/name"))
        .isEqualTo(only("flux.yaml", "GitRepository").at("/metadata/name"));
  }
}
