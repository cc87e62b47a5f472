package dev.drawbridge.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.gate.HoldRule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to agree between the chart and the code. */
class InstallationTest {

  private static final Pattern COLLECTOR_OR_HEADERS =
      Pattern.compile("-XX:\\+Use(Serial|Parallel|G1|Z)GC|-XX:[+-]UseCompactObjectHeaders");
  private static final String POLICY = Chart.onNew().render().text();
  private static final String WEBHOOK = Chart.onOld().render().text();
  private static final String ROLLOUTS = "gate: {rollouts: true}";

  @Test
  void policyKnowsTheOperatorByItsServiceAccount() {
    var account = the(ServiceAccount.class).getMetadata();

    assertThat(HoldRule.OPERATOR)
        .isEqualTo("system:serviceaccount:" + account.getNamespace() + ":" + account.getName());
    assertThat(POLICY).contains("!= \"" + HoldRule.OPERATOR + "\"");
    assertThat(the(Deployment.class).getSpec().getTemplate().getSpec().getServiceAccountName())
        .isEqualTo(account.getName());
  }

  @Test
  void imageIsNamedOnce() {
    var container = operator();

    assertThat(Arrays.asList(POLICY.split(container.getImage(), -1))).hasSize(2);
    assertThat(container.getEnv())
        .filteredOn(variable -> variable.getName().equals("DRAWBRIDGE_RUNNER_IMAGE"))
        .singleElement()
        .satisfies(variable -> assertThat(variable.getValue()).isEqualTo(container.getImage()));
  }

  @Test
  void operatorNeedsNoRightOnItsNode() {
    var pod = the(Deployment.class).getSpec().getTemplate().getSpec();
    var context = operator().getSecurityContext();

    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void memoryIsWhatTheProgramIsMadeFor() {
    var resources = operator().getResources();

    assertThat(resources.getRequests().get("memory")).hasToString("192Mi");
    assertThat(resources.getLimits().get("memory")).hasToString("256Mi");
  }

  @Test
  void operatorReadsNoSecretAndHasNoWildcard() {
    var rules = the(ClusterRole.class).getRules();

    assertThat(rules).flatExtracting(PolicyRule::getResources).doesNotContain("secrets", "*");
    assertThat(rules).flatExtracting(PolicyRule::getVerbs).isNotEmpty().doesNotContain("*");
    assertThat(rules).flatExtracting(PolicyRule::getApiGroups).doesNotContain("*");
  }

  @Test
  void imageRunsAsTheUserWhomTheInstallationNames() throws Exception {
    var user = the(Deployment.class).getSpec().getTemplate().getSpec().getSecurityContext();

    assertThat(Files.readAllLines(Path.of("Dockerfile")))
        .contains("USER " + user.getRunAsUser() + ":" + user.getRunAsGroup());
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "runner"})
  void commandStartsWithTheFlagsOfItsCache(String command) throws Exception {
    var recorded =
        Files.readAllLines(Path.of("Dockerfile")).stream()
            .filter(line -> line.contains("-XX:AOTCacheOutput=/app/" + command + ".aot"))
            .toList();

    assertThat(recorded).hasSize(1);
    var file = Files.readString(Path.of("src/main/jvm", command));
    assertThat(file)
        .contains("-XX:AOTCache=/app/" + command + ".aot", "-jar /app/drawbridge.jar " + command);
    assertThat(flags(file)).hasSize(2).isEqualTo(flags(recorded.getFirst()));
  }

  @Test
  void rightsOnRolloutsAreGivenOnlyWithTheirPolicies() {
    assertThat(List.of(POLICY, WEBHOOK))
        .allSatisfy(text -> assertThat(text).doesNotContain("argoproj.io"));
    for (var chart : List.of(Chart.onNew(), Chart.onOld())) {
      var role = chart.with(ROLLOUTS).render().the(ClusterRole.class, "drawbridge-rollouts");

      var rule = role.getRules().getFirst();
      assertThat(role.getRules()).hasSize(1);
      assertThat(rule.getResources()).containsExactly("rollouts");
      assertThat(rule.getVerbs()).containsExactly("get", "list", "watch", "patch");
    }
  }

  private static List<String> flags(String text) {
    return COLLECTOR_OR_HEADERS.matcher(text).results().map(MatchResult::group).toList();
  }

  private static Container operator() {
    var containers = the(Deployment.class).getSpec().getTemplate().getSpec().getContainers();
    assertThat(containers).hasSize(1);
    return containers.getFirst();
  }

  private static <T extends HasMetadata> T the(Class<T> type) {
    return new Rendered(POLICY).the(type, "drawbridge");
  }
}
